"""ZAW-FA: the notice by which the first permissions in KSeF are given, on paper."""
