"""A sealed document names persons, and must not end in a log."""

import logging

import pytest
from lxml import etree

from certs.verify import verify_xades
from tests.bogus_pki import ec_seal


def test_no_part_of_a_document_reaches_a_log(
    document: etree._Element, caplog: pytest.LogCaptureFixture
) -> None:
    """Holds: no identifier in a log line, whatever level an embedder has chosen."""
    caplog.set_level(logging.DEBUG)
    verify_xades(ec_seal().sign(document), trusted=None)

    # A simulator of another test may still be ending a connection of its own.
    assert [] == [
        record.message for record in caplog.records if not record.name.startswith("jst")
    ]
