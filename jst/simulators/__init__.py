"""Registers that run on the loopback, for work before access is granted."""
