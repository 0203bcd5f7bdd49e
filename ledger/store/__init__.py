"""Where entries, tiles and the head are kept."""
