"""OpenSSL as a second opinion: the very same certificates, lists and responses."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certs.crl import read_crl
from certs.ocsp import read_ocsp
from tests.bogus_pki import ec_key
from tests.certs.paths import (
    DAY,
    NOW,
    REVOKED,
    ROOT,
    SEAL,
    Entry,
    asked,
    crl,
    reason,
    responder,
    response,
)

DELEGATE = responder()
AT = ["-attime", str(int(NOW.timestamp()))]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with the root and the seal as files."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl: not on PATH")
    (tmp_path / "root.pem").write_text(ROOT.pem)
    (tmp_path / "seal.pem").write_text(SEAL.pem)
    return tmp_path


def openssl(folder: Path, *args: str) -> str:
    """Run openssl in the folder; give back all that it says."""
    ran = subprocess.run(
        ["openssl", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("entries", "status", "said"),
    [
        pytest.param([], "good", "seal.pem: OK", id="good"),
        pytest.param(
            [Entry(extensions=(reason("key_compromise"),))],
            "revoked",
            "certificate revoked",
            id="revoked",
        ),
        pytest.param(
            [Entry(extensions=(reason("certificate_hold"),))],
            "onHold",
            "certificate revoked",
            id="on hold",
        ),
    ],
)
def test_both_read_a_list_alike(
    folder: Path, entries: list[Entry], status: str, said: str
) -> None:
    """OpenSSL has one word for revoked and on hold."""
    listed = crl(*entries)
    pem = x509.load_der_x509_crl(listed).public_bytes(Encoding.PEM)
    (folder / "list.pem").write_bytes(pem)

    told = openssl(
        folder,
        *("verify", "-crl_check", *AT),
        *("-CAfile", "root.pem", "-CRLfile", "list.pem", "seal.pem"),
    )

    assert status == read_crl(listed, asked()).status
    assert said in told


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        pytest.param(response(), "good", "seal.pem: good", id="good"),
        pytest.param(
            response(signer=DELEGATE, by=ec_key(6), shown=[DELEGATE]),
            "good",
            "seal.pem: good",
            id="by a delegate",
        ),
        pytest.param(
            response(REVOKED, since=NOW - DAY, why="superseded"),
            "revoked",
            "seal.pem: revoked",
            id="revoked",
        ),
    ],
)
def test_both_read_a_response_alike(
    folder: Path, data: bytes, status: str, said: str
) -> None:
    """Signature, signer and status; the dates of the response are far from ours."""
    (folder / "told.der").write_bytes(data)

    told = openssl(
        folder,
        *("ocsp", "-respin", "told.der", "-issuer", "root.pem", "-cert", "seal.pem"),
        *("-CAfile", "root.pem", "-no_nonce", "-validity_period", "999999999"),
    )

    assert status == read_ocsp(data, asked(now=datetime.now(UTC))).status
    assert "Response verify OK" in told
    assert said in told
