"""`jst cert show`: what the letter to the Head of KAS needs of a certificate."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.errors import CertificateUnreadable
from certs.load import load
from certs.model import SealCertificate
from jst.cli.cert import NO_EXPIRY, lines
from tests import bogus_pki
from tests.certs import oddities
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


def ending(not_after: datetime) -> SealCertificate:
    """A certificate that is valid until then."""
    return bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.seal_name(), not_after=not_after
    )


def test_a_certificate_without_an_end_is_shown_so(tmp_path: Path, jst: Jst) -> None:
    """Warsaw would be in the year 10000, which no calendar of ours has.

    Holds: RFC 5280, section 4.1.2.5.
    """
    file = tmp_path / "bogus.pem"
    file.write_text(ending(NO_EXPIRY).pem)

    said = jst("cert", "show", str(file)).out
    [shown] = jst("cert", "show", str(file), "--json").json["certificates"]

    assert "9999-12-31T23:59:59Z" in said
    assert "bez terminu (99991231235959Z)" in said
    assert ("9999-12-31T23:59:59Z", None) == (
        shown["notAfter"],
        shown["notAfterWarsaw"],
    )


def test_only_the_one_instant_of_the_standard_means_no_end() -> None:
    """An hour from the end of the calendar is odd, but no promise."""
    early = NO_EXPIRY - timedelta(minutes=59)

    said = "\n".join(lines([ending(early)], as_json=False))

    assert "po roku 9999" in said
    assert "bez terminu" not in said


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime.min.replace(tzinfo=UTC), False),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), False),
        (NO_EXPIRY, True),
        (datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))), False),
    ],
)
def test_validity_is_judged_at_the_ends_of_the_calendar(
    instant: datetime,
    expected: bool,
) -> None:
    """Comparing must not overflow."""
    assert expected is ending(NO_EXPIRY).valid_at(instant)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_name_cannot_steer_the_terminal(as_json: bool) -> None:
    """Whoever issued the certificate has chosen these letters."""
    evil = "a\x1b[2J\n\x7f\x9b1m\u202eb\u2066\U000e0001 Żółć"
    certificate = bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=bogus_pki.name(("2.5.4.97", evil), ("2.5.4.3", evil)),
        issuer=bogus_pki.name(("2.5.4.10", evil)),
    )

    said = lines([certificate, certificate], as_json=as_json)

    assert all(line.isprintable() for line in said)
    assert r"a\u001b[2J" in "".join(said)
    assert r"\u202eb\u2066\udb40\udc01 Żółć" in "".join(said)


def test_json_keeps_the_very_letters() -> None:
    """What is escaped on the way is whole again for a program."""
    evil = "a\x1b\u202e\U000e0001"
    certificate = bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.name(("2.5.4.97", evil))
    )

    [line] = lines([certificate], as_json=True)

    assert evil == json.loads(line)["certificates"][0]["organizationIdentifier"]


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(
        [
            bogus_pki.ec_seal().certificate.der,
            ending(NO_EXPIRY).der,
            oddities.null_parameters(),
            oddities.t61_latin(),
            oddities.postal_address(),
        ]
    ),
    st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=3)),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_any_certificate_is_shown_or_refused(
    der: bytes,
    edits: list[tuple[float, bytes]],
    as_json: bool,
) -> None:
    """A foreign certificate must never end in a traceback."""
    for where, new in edits:
        at = int(where * len(der))
        der = der[:at] + new + der[at + len(new) :]
    with suppress(CertificateUnreadable):
        assert all(line.isprintable() for line in lines(load(der), as_json=as_json))


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
