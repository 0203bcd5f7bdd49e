"""Ask CRPO, the Polish Central Register of General Powers of Attorney."""
