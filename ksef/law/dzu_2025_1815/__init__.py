"""Regulation of 12 December 2025 on using KSeF, Dz.U. 2025 poz. 1815: what is known.

Its text was not seen. Each rule names the source that tells of it, and every decision
that rests on one says so.
"""
