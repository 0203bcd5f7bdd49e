"""The seal: what a certificate says, how it signs XML, and what it has signed."""
