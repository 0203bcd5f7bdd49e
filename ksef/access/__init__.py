"""KSeF's access calls: log in, ask who may do what, grant, revoke; no invoices."""
