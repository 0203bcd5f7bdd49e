"""What the tests of certs share: a document, two seals, the folder of real data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests import bogus_pki
from tests.bogus_pki import BogusSeal

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(name="document")
def _document() -> etree._Element:
    """A small document with letters that ASCII lacks, and a repeated element."""
    return etree.fromstring(
        '<pytanie xmlns="urn:bogus" wersja="1"><sprawa>ŻÓŁW.1.2026</sprawa>'
        "<mocodawca>bogus</mocodawca><mocodawca>drugi</mocodawca></pytanie>"
    )


@pytest.fixture(name="seal", params=["RSA-2048", "P-256", "P-384"])
def _seal(request: pytest.FixtureRequest) -> BogusSeal:
    """A bogus seal of each kind of key that is allowed."""
    seals: dict[str, Callable[[], BogusSeal]] = {
        "RSA-2048": bogus_pki.rsa_seal,
        "P-256": bogus_pki.ec_seal,
        "P-384": lambda: bogus_pki.seal(bogus_pki.ec_key(1, "secp384r1")),
    }
    return seals[request.param]()


@pytest.fixture(name="signed")
def _signed(document: etree._Element) -> bytes:
    """The document under the P-256 seal, as it would travel."""
    return bogus_pki.ec_seal().sign(document)


@pytest.fixture(name="real")
def _real() -> Path:
    """The folder of real public certificates beside the checkout; never copied."""
    folder = ROOT.parent / "shared" / "real" / "certs"
    if not folder.is_dir():
        pytest.skip("real: the folder of real public data is absent")
    return folder
