"""A sealed document names persons, and must not end in a log."""

import logging

import pytest
from lxml import etree

from certs.trusted_list import read_trusted_list
from certs.verify import verify_xades
from tests.bogus_pki import ec_seal
from tests.certs import bogus_list


def test_no_part_of_a_document_reaches_a_log(
    document: etree._Element, caplog: pytest.LogCaptureFixture
) -> None:
    """
    Signxml writes all it canonicalises to its DEBUG log.

    Holds: no identifier in a log line.
    """
    caplog.set_level(logging.DEBUG)
    verify_xades(ec_seal().sign(document), trusted=None)
    read_trusted_list(
        bogus_list.signed(bogus_list.document()), operators=bogus_list.OPERATORS
    )
    logging.getLogger("signxml.processor").warning("heard")

    # A simulator of another test may still be ending a connection of its own.
    assert ["heard"] == [
        record.message for record in caplog.records if not record.name.startswith("jst")
    ]
