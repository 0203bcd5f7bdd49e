"""`jst cert show`: what the letter to the Head of KAS needs of a certificate."""

from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.jst.conftest import Jst

REAL = ROOT.parent / "shared" / "real" / "certs" / "seal-eurocert-crw-2024.pem"
SERIAL = "16458566656839823388501793613331793034248130"


def test_a_seal_is_shown_with_its_decimal_serial(home: Path, jst: Jst) -> None:
    """Big numbers are text: a sheet or a JSON reader would round them."""
    seal = str(home / "simulator" / "register-seal.crt.pem")

    [shown] = jst("cert", "show", seal, "--json").json["certificates"]
    said = jst("cert", "show", seal)

    assert shown["serial"].isdigit()
    assert shown["serial"] in said.out
    assert shown["notBefore"].endswith("Z")
    assert "VATPL-0000000000" == shown["organizationIdentifier"]
    assert 64 == len(shown["sha256"])


def test_what_is_no_certificate_is_refused(home: Path, jst: Jst) -> None:
    """A wrong file is a finding for a person, not a traceback."""
    ran = jst("cert", "show", str(home / "jst.toml"), "--json")
    absent = jst("cert", "show", str(home / "nothing"), "--json")

    assert (1, "certs.certificate_unreadable") == (ran.status, ran.json["error"])
    assert (1, "jst.input_invalid") == (absent.status, absent.json["error"])


@pytest.mark.real
@pytest.mark.skipif(
    not REAL.exists(), reason="real: the folder of real public data is absent"
)
def test_a_real_seal_has_the_serial_of_the_trusted_list(jst: Jst) -> None:
    """The numbers were compared with openssl's by hand."""
    said = jst("cert", "show", str(REAL))

    assert SERIAL in said.out
    assert "2024-08-19T13:11:15Z" in said.out
    assert "2024-08-19 15:11:15" in said.out
