"""How anything becomes paper or a sheet; knows no register and no person."""
