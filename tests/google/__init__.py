"""A stand-in for Google's calendar and consent, spoken to over HTTP. It is built from what Google
writes about them and was never compared with the real ones."""
