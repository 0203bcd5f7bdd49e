"""Rozliczalność: who acts, in what capacity, why, for which case - and the proof of it.

    checks -> intent -> signed call -> outcome -> proof

`accountability.action.perform` is the only place where these steps stand.
"""
