"""How long the fields for the CRPO letter take, against base64 + SHA-256.

    python benchmarks/certs_read.py [CERTIFICATE.pem]

Fields: serial, issuer text, validity. Without a file a bogus seal is read. Rounds are
interleaved and medians taken; ratios count, not times.
"""

import hashlib
import sys
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time_ns

from asn1crypto import pem
from asn1crypto.x509 import Certificate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from certs import tolerant
from certs.load import load_leaf
from tests import bogus_pki

ROUNDS, CALLS = 9, 300


def main() -> None:
    """Print one line per way of reading: microseconds and the ratio to the floor."""
    if len(sys.argv) > 1:
        data = Path(sys.argv[1]).read_bytes()
    else:
        data = bogus_pki.rsa_seal().certificate.pem.encode()
    body = b"".join(data.split(b"-----")[2].split())
    der = b64decode(body)

    def ours() -> object:
        seal = load_leaf(data)
        return seal.serial_text, seal.issuer.windows, seal.not_before, seal.not_after

    def peer() -> object:
        _, _, raw = pem.unarmor(data)
        tbs = Certificate.load(raw)["tbs_certificate"]
        validity = tbs["validity"]
        return (
            str(tbs["serial_number"].native),
            tbs["issuer"].human_friendly,
            validity["not_before"].native,
            validity["not_after"].native,
        )

    ways: dict[str, Callable[[], object]] = {
        "base64 + SHA-256": lambda: hashlib.sha256(b64decode(body)).digest(),
        "ours": ours,
        "ours, second reader": lambda: tolerant.read(der).issuer.windows,
        "asn1crypto": peer,
    }
    rounds = [{name: timed(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    middle = {name: median(each[name] for each in rounds) for name in ways}
    floor = middle["base64 + SHA-256"]
    for name, taken in middle.items():
        print(f"{name:20} {taken:7.1f} us   {taken / floor:6.2f}")


def timed(call: Callable[[], object]) -> float:
    """Give the microseconds of CPU that one call takes."""
    start = process_time_ns()
    for _ in range(CALLS):
        call()
    return (process_time_ns() - start) / CALLS / 1000


if __name__ == "__main__":
    main()
