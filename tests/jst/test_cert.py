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
from tests.certs.bogus_list import ESEAL, ESIGN, document, seal, signed
from tests.certs.profile_set import of_ksef
from tests.house.tree import ROOT
from tests.jst.conftest import Jst
from tests.vectors.make_certs import ODD

REAL = ROOT.parent / "shared" / "real" / "certs" / "seal-eurocert-crw-2024.pem"
SERIAL = "16458566656839823388501793613331793034248130"


def test_a_seal_is_shown_with_its_decimal_serial(home: Path, jst: Jst) -> None:
    """Big numbers are text: a sheet or a JSON reader would round them."""
    file = str(home / "simulator" / "register-seal.crt.pem")

    shown = jst("cert", "show", file, "--json").json
    said = jst("cert", "show", file)

    assert shown["serialDecimal"].isdigit()
    assert int(shown["serialHex"], 16) == int(shown["serialDecimal"])
    assert shown["serialDecimal"] in said.out
    assert shown["notBefore"].endswith("Z")
    assert "VATPL-0000000000" == shown["organizationIdentifier"]
    assert 64 == len(shown["sha256"])


def test_what_is_no_certificate_is_refused(home: Path, jst: Jst) -> None:
    """A wrong file is a finding for a person, not a traceback."""
    ran = jst("cert", "show", str(home / "jst.toml"), "--json")
    absent = jst("cert", "show", str(home / "nothing"), "--json")

    assert (1, "certs.certificate_unreadable") == (ran.status, ran.json["error"])
    assert (1, "jst.input_invalid") == (absent.status, absent.json["error"])


KEYS = [
    "serialDecimal",
    "serialHex",
    "issuer",
    "subject",
    "notBefore",
    "notAfter",
    "organizationIdentifier",
    "nip",
    "keyUsage",
    "qc",
    "policies",
    "sha256",
    "pem",
    "findings",
]


def test_the_keys_are_those_that_embedders_rely_on(tmp_path: Path, jst: Jst) -> None:
    """Renaming one is a breaking change."""
    file = tmp_path / "bogus.pem"
    file.write_text(seal(types=(ESEAL,)).pem)
    shown = jst("cert", "show", str(file), "--json").json

    assert KEYS == list(shown)
    assert ["windows", "rfc4514", "der"] == list(shown["issuer"])
    assert ["compliance", "sscd", "types", "pds"] == list(shown["qc"])
    assert [{"url": "https://bogus.test/pds.pdf", "language": "pl"}] == (
        shown["qc"]["pds"]
    )


def test_an_odd_certificate_is_shown_with_its_findings(
    tmp_path: Path, jst: Jst
) -> None:
    """A certificate that other programs refuse is still the office's."""
    file = tmp_path / "bogus.der"
    file.write_bytes(oddities.null_parameters())

    [finding] = jst("cert", "show", str(file), "--json").json["findings"]
    said = jst("cert", "show", str(file)).out

    assert ["code", "severity", "text", "reference"] == list(finding)
    assert "certs.read.ecdsa_null_parameters" == finding["code"]
    assert finding["text"] in said


def test_of_two_leaves_a_person_chooses(tmp_path: Path, jst: Jst) -> None:
    """The list shows whose they are; a program gets an error with a code."""
    file = tmp_path / "bogus.pem"
    file.write_text(seal().pem + bogus_pki.rsa_seal().certificate.pem)

    asked = jst("cert", "show", str(file))
    machine = jst("cert", "show", str(file), "--json")
    second = jst("cert", "show", str(file), "--number", "2", "--json")
    third = jst("cert", "show", str(file), "--number", "3", "--json")
    every = jst("cert", "show", str(file), "--all", "--json")

    assert (1, "certs.certificate_unreadable") == (
        machine.status,
        machine.json["error"],
    )
    assert 1 == asked.status
    assert "--number 1: OID.2.5.4.97=" in asked.err
    assert "--number 2: OID.2.5.4.97=" in asked.err
    assert bogus_pki.rsa_seal().certificate.sha256.hex() == second.json["sha256"]
    assert (1, "jst.input_invalid") == (third.status, third.json["error"])
    assert 2 == len(every.json["certificates"])


@pytest.mark.parametrize(
    ("certificate", "options", "status", "verdict"),
    [
        (seal(types=(ESEAL,)), [], 2, "cannotTell"),
        (seal(types=(ESIGN,)), [], 1, "cannotTell"),
        (seal(types=(ESEAL,)), ["--on", "2061-01-01"], 1, "cannotTell"),
    ],
)
def test_a_seal_without_a_list_is_never_called_qualified(
    certificate: SealCertificate,
    options: list[str],
    status: int,
    verdict: str,
    tmp_path: Path,
    jst: Jst,
) -> None:
    """Its claims are shown, and stay claims."""
    file = tmp_path / "bogus.pem"
    file.write_text(certificate.pem)

    ran = jst("cert", "check", str(file), "--for", "crpo", *options, "--json")
    said = jst("cert", "check", str(file), "--for", "crpo", *options)

    assert (status, verdict) == (ran.status, ran.json["trustedList"]["verdict"])
    assert ["claims", "trustedList", "now", "findings"] == list(ran.json)
    assert status == said.status
    assert "Lista zaufania: nie wiadomo" in said.out


def test_a_list_of_nobody_we_know_is_no_answer(tmp_path: Path, jst: Jst) -> None:
    """A forged list must not make a seal qualified, and is told among the findings."""
    seal_file, list_file = tmp_path / "bogus.pem", tmp_path / "bogus.xml"
    seal_file.write_text(seal(types=(ESEAL,)).pem)
    list_file.write_bytes(signed(document()))
    options = ["--for", "seal", "--trusted-list", str(list_file), "--json"]

    ran = jst("cert", "check", str(seal_file), *options)
    wrong = jst("cert", "check", str(seal_file), "--for", "bogus", "--json")
    told = {each["code"]: each["text"] for each in ran.json["findings"]}

    assert (2, "cannotTell") == (ran.status, ran.json["trustedList"]["verdict"])
    assert ran.json["trustedList"]["listNumber"] is None
    assert "ktoś inny niż znany operator" in told["certs.trust.list_rejected"]
    assert 64 == wrong.status


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("TEST CCK KSeF", "certs.ksef_seal.of_ksef"),
        ("Bogus CA", "certs.ksef_seal.qualified_or_of_ksef"),
    ],
)
def test_what_ksef_issues_needs_no_list(
    issuer: str, code: str, tmp_path: Path, jst: Jst
) -> None:
    """
    KSeF's own certificates are not qualified, and log in all the same.

    Whether KSeF issued it is not known here, so the answer is never a plain yes.
    """
    file = tmp_path / "bogus.der"
    file.write_bytes(of_ksef(issuer))

    for_ksef = jst("cert", "check", str(file), "--for", "ksef", "--json")
    for_crpo = jst("cert", "check", str(file), "--for", "crpo", "--json")

    assert 2 == for_ksef.status
    assert code in {each["code"] for each in for_ksef.json["findings"]}
    assert 1 == for_crpo.status


def test_the_string_type_stands_beside_each_value(tmp_path: Path, jst: Jst) -> None:
    """Keys are added and never renamed."""
    file = tmp_path / "bogus.der"
    file.write_bytes(ODD["printable with at"].der)

    shown = jst("cert", "show", str(file), "--json").json["issuer"]["der"]

    assert [
        {"attribute": "organizationName", "value": "bogus@x", "type": "PrintableString"}
    ] == shown


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
    shown = jst("cert", "show", str(file), "--json").json

    assert "9999-12-31T23:59:59Z" in said
    assert "bez terminu (99991231235959Z)" in said
    assert "9999-12-31T23:59:59Z" == shown["notAfter"]


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


@pytest.mark.real
@pytest.mark.skipif(
    not REAL.exists(), reason="real: the folder of real public data is absent"
)
def test_a_real_seal_is_fit_by_list_139(jst: Jst) -> None:
    """The day given admits the stale list, with a warning."""
    listed = str(REAL.parent / "PL_TSL_seq139_2023-09-19.xml")
    options = ["--for", "crpo", "--on", "2025-01-01", "--trusted-list", listed]

    ran = jst("cert", "check", str(REAL), *options, "--json")
    said = jst("cert", "check", str(REAL), *options)

    assert (0, 0) == (ran.status, said.status)
    assert "eseal" == ran.json["claims"]["kind"]
    assert {
        "verdict": "qualifiedSeal",
        "listNumber": 139,
        "issued": "2023-09-19T08:03:51Z",
        "nextUpdate": "2023-12-19T09:03:51Z",
        "ageDays": 470,
        "stale": True,
    } == ran.json["trustedList"]
    assert "lista nr 139" in said.out
    assert "Wynik: nadaje się" in said.out
