"""What xmlsec1 says about our seals: an implementation that shares no code of ours."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from certs.xades import sign
from tests.bogus_pki import BogusSeal


def xmlsec1(document: bytes, seal: BogusSeal, folder: Path) -> int:
    """Verify with the seal's certificate as the one trusted; give the exit status."""
    command = shutil.which("xmlsec1")
    if command is None:
        pytest.skip("xmlsec1: not on PATH")
    (folder / "document.xml").write_bytes(document)
    (folder / "seal.pem").write_text(seal.certificate.pem, encoding="ascii")
    done = subprocess.run(
        [
            command,
            "--verify",
            "--enabled-key-data",
            "x509",
            "--pubkey-cert-pem",
            str(folder / "seal.pem"),
            "--id-attr:Id",
            "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
            "--id-attr:Id",
            "http://www.w3.org/2000/09/xmldsig#:KeyInfo",
            str(folder / "document.xml"),
        ],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return done.returncode


def test_xmlsec1_verifies_what_we_sign(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """
    A canonical form that only we and signxml share would pass every other test.

    Holds: ADR-0007.
    """
    sealed = etree.tostring(sign(document, seal.key))

    assert 0 == xmlsec1(sealed, seal, tmp_path)


def test_xmlsec1_refuses_what_was_changed(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """An oracle that always agrees is none."""
    sealed = etree.tostring(sign(document, seal.key))
    changed = sealed.replace(b">bogus<", b">bogie<")

    assert 1 == xmlsec1(changed, seal, tmp_path)
