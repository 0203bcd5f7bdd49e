"""How long an AuthTokenRequest takes to build and sign, against the bare signature.

    python benchmarks/ksef_login.py

Rounds are interleaved, in CPU time, and medians of ratios are taken, since the machine
is shared. What is timed is what `ksef.access.session.log_in` does between a challenge
and its submission: the checks of the certificate, the request by our own rules, its
element, its seal. The key's first signature was verified in full before.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time_ns

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.certs_sign import DATA, timed
from certs.keys import algorithm_of
from certs.xades import sign
from ksef.access.auth_request import AuthRequest, SubjectType
from ksef.access.context import ContextId
from ksef.access.ip_policy import IpPolicy
from ksef.access.seal_checks import check_certificate
from tests import bogus_pki

ROUNDS = 9
CHALLENGE = "20261121-CR-0123456789-ABCDEF0123-45"
OFFICE = ContextId.parse("Nip", bogus_pki.BOGUS_NIP)
POLICY = IpPolicy(addresses=("192.0.2.1",), masks=("198.51.100.0/24",))


def main() -> None:
    """Print one line per kind of key and request."""
    for name, held in (
        ("RSA-2048", bogus_pki.rsa_seal()),
        ("P-256", bogus_pki.ec_seal()),
    ):
        measure(name, held, None)
        measure(f"{name}, IP policy", held, POLICY)


def measure(name: str, held: bogus_pki.BogusSeal, policy: IpPolicy | None) -> None:
    """Time the bare signature, the document alone, and the whole, in turn."""
    key, certificate = held.key, held.certificate
    algorithm = algorithm_of(key.public_key())
    subject = SubjectType.CERTIFICATE_SUBJECT

    def bare() -> object:
        return key.sign(DATA, algorithm)

    def build() -> etree._Element:
        return AuthRequest(
            challenge=CHALLENGE, context=OFFICE, subject=subject, policy=policy
        ).as_element()

    def built_and_signed() -> object:
        return sign(build(), key=key, certificate=certificate)

    def all_of_it() -> object:
        at = datetime.now(UTC)
        check_certificate(certificate, context=OFFICE, subject=subject, at=at)
        return built_and_signed()

    all_of_it()
    rounds = [
        [
            timed(each, process_time_ns)
            for each in (bare, build, built_and_signed, all_of_it)
        ]
        for _ in range(ROUNDS)
    ]
    floor, built, signed, whole = (median(each) for each in zip(*rounds, strict=True))
    ratio, with_checks = (median(each[n] / each[0] for each in rounds) for n in (2, 3))
    print(
        f"{name:20} bare {floor:5.0f} us   build {built:4.0f} us"
        f"   build and sign {signed:5.0f} us {ratio:6.2f}"
        f"   with checks {whole:5.0f} us {with_checks:6.2f}"
    )


if __name__ == "__main__":
    main()
