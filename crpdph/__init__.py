"""Ask the Czech register of VAT payers (rozhraniCRPDPH), and keep evidence of it."""
