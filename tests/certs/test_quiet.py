"""A sealed document names persons, and must not end in a log."""

import logging

import pytest
from lxml import etree

from certs.verify import verify
from certs.xades import sign
from tests.bogus_pki import ec_seal


def test_no_part_of_a_document_reaches_a_log(
    document: etree._Element, caplog: pytest.LogCaptureFixture
) -> None:
    """
    Signxml writes all it canonicalises to its DEBUG log.

    Holds: no identifier in a log line.
    """
    caplog.set_level(logging.DEBUG)
    verify(
        etree.tostring(sign(document, ec_seal().key)), pinned=[ec_seal().certificate]
    )
    logging.getLogger("signxml.processor").warning("heard")

    # A simulator of another test may still be ending a connection of its own.
    assert ["heard"] == [
        record.message for record in caplog.records if not record.name.startswith("jst")
    ]
