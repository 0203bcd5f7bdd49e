"""How long a seal takes, against the bare key operation. Ratios count, not times.

    python benchmarks/certs_sign.py

Rounds are interleaved and medians taken, since the machine is shared. The document
is about as big as KSeF's AuthTokenRequest (300 bytes).
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time_ns

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from certs.verify import verify
from certs.xades import sign
from tests import bogus_pki

ROUNDS, CALLS = 9, 60
DOCUMENT = etree.fromstring(
    b'<AuthTokenRequest xmlns="urn:bogus:auth"><Challenge>20261120-CR-0123456789-ABCD'
    b"EF0123-45</Challenge><ContextIdentifier><Nip>1234563218</Nip></ContextIdentifier>"
    b"<SubjectIdentifierType>certificateSubject</SubjectIdentifierType>"
    b"<Padding>00000000000000000000000000000000</Padding></AuthTokenRequest>"
)


def main() -> None:
    """Print one line per operation: microseconds and the ratio to its floor."""
    rsa, ec = bogus_pki.rsa_seal(), bogus_pki.ec_seal()
    data = b"x" * 900
    rsa_key, ec_key = rsa.key, ec.key
    rsa_signature, ec_signature = rsa_key.sign(data), ec_key.sign(data)
    rsa_document = etree.tostring(sign(DOCUMENT, rsa_key))
    ec_document = etree.tostring(sign(DOCUMENT, ec_key))
    rsa_public, ec_public = bogus_pki.rsa_key().public_key(), ec_key.public_key()
    ecdsa = ECDSA(SHA256())
    report(
        "RSA-2048 sign",
        lambda: rsa_key.sign(data),
        lambda: sign(DOCUMENT, rsa_key),
    )
    report("P-256 sign", lambda: ec_key.sign(data), lambda: sign(DOCUMENT, ec_key))
    report(
        "RSA-2048 verify",
        lambda: rsa_public.verify(rsa_signature, data, PKCS1v15(), SHA256()),
        lambda: verify(rsa_document, pinned=[rsa.certificate]),
    )
    report(
        "P-256 verify",
        lambda: ec_public.verify(ec_signature, data, ecdsa),  # type: ignore[call-arg, arg-type]  # a P-256 key, as made above
        lambda: verify(ec_document, pinned=[ec.certificate]),
    )


def report(what: str, floor: Callable[[], object], ours: Callable[[], object]) -> None:
    """Time two operations in turn and print them side by side."""
    rounds = [(timed(floor), timed(ours)) for _ in range(ROUNDS)]
    bare = median(each[0] for each in rounds)
    full = median(each[1] for each in rounds)
    print(f"{what:16} bare {bare:7.0f} us   ours {full:7.0f} us   {full / bare:6.2f}")


def timed(call: Callable[[], object]) -> float:
    """Give the microseconds of CPU that one call takes."""
    start = process_time_ns()
    for _ in range(CALLS):
        call()
    return (process_time_ns() - start) / CALLS / 1000


if __name__ == "__main__":
    main()
