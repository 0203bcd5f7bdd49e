"""How anything becomes paper or a sheet: PDF, CSV, QR."""
