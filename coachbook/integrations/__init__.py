"""Other companies' systems, one folder each: what we ask of them is said where it is needed."""
