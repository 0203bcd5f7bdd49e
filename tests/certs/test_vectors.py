"""Documents sealed by an earlier release still prove what they say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from certs.load import load_leaf
from certs.verify import verify_xades

VECTORS = Path(__file__).resolve().parent.parent / "vectors" / "certs"


@pytest.mark.parametrize("name", ["rsa-2048", "p-256", "p-384"])
def test_an_old_document_still_verifies(name: str) -> None:
    """An answer is kept for years, and checked by the release of that day."""
    seal = load_leaf((VECTORS / f"bogus-{name}.pem").read_bytes())
    sealed = (VECTORS / f"bogus-{name}.xml").read_bytes()

    verified = verify_xades(sealed, trusted=[seal.der])

    assert "ŻÓŁW.1.2026" == verified.element.findtext("{urn:bogus}sprawa")
    assert datetime(2026, 11, 20, 12, 0, tzinfo=UTC) == verified.signing_time


def test_an_old_document_in_the_shape_of_the_c_sharp_client_still_verifies() -> None:
    """Answers of KSeF may be kept as long as those of CRPO."""
    pinned = (VECTORS / "bogus-two-references.pem").read_bytes()
    sealed = (VECTORS / "bogus-two-references.xml").read_bytes()

    verified = verify_xades(sealed, trusted=[pinned])

    assert "ŻÓŁW.1.2026" == verified.element.findtext("{urn:bogus}sprawa")
    assert datetime(2026, 11, 20, 11, 59, 0, 123456, UTC) == verified.signing_time
