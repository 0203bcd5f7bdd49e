"""The tamper-evident log: bytes in, proofs out; knows no persons, no registers."""
