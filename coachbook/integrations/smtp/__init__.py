"""Any mail server, spoken to as such programs have always been."""
