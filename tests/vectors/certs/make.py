"""Make the vectors of this folder again: `python tests/vectors/certs/make.py`.

Every run makes new keys, so all files change together. See README.md.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from certs.xades import sign  # noqa: E402 - the path is set above
from tests import bogus_pki  # noqa: E402 - as above
from tests.certs.elsewhere import signed_elsewhere  # noqa: E402 - as above

DOCUMENT = etree.fromstring(
    '<pytanie xmlns="urn:bogus"><sprawa>ŻÓŁW.1.2026</sprawa></pytanie>'
)
SIGNED_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def main() -> None:
    """Write one sealed document and one certificate for each kind of key."""
    seals = {
        "rsa-2048": bogus_pki.rsa_seal(),
        "p-256": bogus_pki.ec_seal(),
        "p-384": bogus_pki.seal(bogus_pki.ec_key(1, "secp384r1")),
    }
    for name, seal in seals.items():
        sealed = sign(
            DOCUMENT,
            key=seal.private,
            certificate=seal.certificate,
            signing_time=SIGNED_AT,
        )
        (HERE / f"bogus-{name}.xml").write_bytes(sealed)
        (HERE / f"bogus-{name}.pem").write_text(seal.certificate.pem, "ascii")

    two_references()


def two_references() -> None:
    """Write a document in the shape of the Ministry's C# client, and its seal."""
    seal = bogus_pki.rsa_seal()
    signed = signed_elsewhere(etree.tostring(DOCUMENT, method="c14n"), seal)
    (HERE / "bogus-two-references.xml").write_bytes(signed)
    (HERE / "bogus-two-references.pem").write_text(seal.certificate.pem, "ascii")


if __name__ == "__main__":
    main()
