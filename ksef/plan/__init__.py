"""The office's permissions as one reviewed file: what is wanted, what is, what next."""
