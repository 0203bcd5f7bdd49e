"""What a wire contract of CRPO does (port) and the one we made for reference."""
