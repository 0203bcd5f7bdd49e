"""What standards and systems ask of a seal: one file each, one check per clause."""
