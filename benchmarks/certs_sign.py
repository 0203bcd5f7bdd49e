"""How long a seal takes, against the bare key operation. Ratios count, not times.

    python benchmarks/certs_sign.py

Rounds are interleaved and medians taken, since the machine is shared. The document
is about as big as KSeF's AuthTokenRequest (300 bytes). `first` is the first signature
of a key, which is verified in full before it is handed out; `library` is the call
with objects of `cryptography`, which have no memory of their own. The token is SoftHSM2
where it is installed, against the same PKCS#11 call alone.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns, process_time_ns

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from certs.keys import algorithm_of
from certs.keys_file import FileKey
from certs.keys_pkcs11 import TokenKey, open_key
from certs.verify import verify_xades
from certs.xades import sign
from jst.simulators.softhsm import find_library
from tests import bogus_pki
from tests.softhsm import token_with_seals

ROUNDS, CALLS = 9, 60
DATA = b"x" * 900
DOCUMENT = etree.fromstring(
    b'<AuthTokenRequest xmlns="urn:bogus:auth"><Challenge>20261120-CR-0123456789-ABCD'
    b"EF0123-45</Challenge><ContextIdentifier><Nip>1234563218</Nip></ContextIdentifier>"
    b"<SubjectIdentifierType>certificateSubject</SubjectIdentifierType>"
    b"<Padding>00000000000000000000000000000000</Padding></AuthTokenRequest>"
)


def main() -> None:
    """Print one line per operation: microseconds and the ratio to its floor."""
    for name, seal in (
        ("RSA-2048", bogus_pki.rsa_seal()),
        ("P-256", bogus_pki.ec_seal()),
    ):
        signing(name, seal.key, process_time_ns)
        signing_with_its_objects(name, seal)
        verifying(name, seal)
    if find_library() is None:
        print("SoftHSM2 is not installed: no token measured")
        return
    with TemporaryDirectory() as folder:
        for token in token_with_seals(Path(folder)):
            for name, label in (("RSA-2048", "rsa"), ("P-256", "p-256")):
                with open_key(token.place, label=label, pin=token.read_pin) as key:
                    # A token works in a library: the wall clock is the one to read.
                    signing(f"{name} token", key, perf_counter_ns)


def signing(name: str, key: FileKey | TokenKey, clock: Callable[[], int]) -> None:
    """Compare a bare signature with a sealed document: the first, and the others."""
    algorithm = algorithm_of(key.public_key())

    def bare() -> object:
        return key.sign(DATA, algorithm)

    def ours() -> object:
        return sign(DOCUMENT, key=key, certificate=key.certificate)

    def first() -> object:
        key.proven = False
        return ours()

    report(f"{name} sign", bare, ours, clock)
    report(f"{name} sign first", bare, first, clock)


def signing_with_its_objects(name: str, seal: bogus_pki.BogusSeal) -> None:
    """The same with key and certificate as `cryptography` has them, read each time."""
    key, file_key = seal.private, seal.key
    certificate = load_pem_x509_certificate(seal.certificate.pem.encode())
    algorithm = algorithm_of(key.public_key())
    report(
        f"{name} sign, library",
        lambda: file_key.sign(DATA, algorithm),
        lambda: sign(DOCUMENT, key=key, certificate=certificate),
        process_time_ns,
    )


def verifying(name: str, seal: bogus_pki.BogusSeal) -> None:
    """Compare a bare verification with that of a document."""
    document, public = seal.sign(DOCUMENT), seal.key.public_key()
    signature = seal.key.sign(DATA, algorithm_of(public))

    def bare() -> None:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, DATA, PKCS1v15(), SHA256())
        elif isinstance(public, EllipticCurvePublicKey):
            public.verify(signature, DATA, ECDSA(SHA256()))

    trusted = [seal.certificate.der]
    report(
        f"{name} verify",
        bare,
        lambda: verify_xades(document, trusted=trusted),
        process_time_ns,
    )


def report(
    what: str,
    floor: Callable[[], object],
    ours: Callable[[], object],
    clock: Callable[[], int],
) -> None:
    """Time two operations in turn and print them side by side."""
    rounds = [(timed(floor, clock), timed(ours, clock)) for _ in range(ROUNDS)]
    bare = median(each[0] for each in rounds)
    full = median(each[1] for each in rounds)
    ratio = median(each[1] / each[0] for each in rounds)
    print(f"{what:22} bare {bare:7.0f} us   ours {full:7.0f} us   {ratio:6.2f}")


def timed(call: Callable[[], object], clock: Callable[[], int]) -> float:
    """Give the microseconds that one call takes."""
    start = clock()
    for _ in range(CALLS):
        call()
    return (clock() - start) / CALLS / 1000


if __name__ == "__main__":
    main()
