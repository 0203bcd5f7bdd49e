"""The access letter: the request to the Head of KAS, ready to sign and to send."""
