"""The seals of a letter: read, judged, and held to the office they should be of."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.trusted_list import TrustedList
from crpo.letter.model import OfficeFile, SealEntry
from crpo.letter.seal_checks import Limits, cannot_tell, check_seals
from crpo.letter.seals import read_seals
from tests import bogus_pki
from tests.bogus_pki import BOGUS_NIP
from tests.certs.bogus_list import ESIGN
from tests.crpo.letter.bogus_office import (
    OFFICE_NIP,
    a_list,
    a_seal_that_signs,
    person,
    seal,
)
from vocabulary.finding import Finding, Severity

TODAY = date(2026, 11, 21)
LIMITS = Limits(max_seals=20, min_valid_days=30)
LISTED = a_list()
GOOD = seal().pem.encode()


def an_office(count: int, **more: str) -> OfficeFile:
    """An office with so many seals."""
    nips = {"office.nip": BOGUS_NIP, "office.office_nip": OFFICE_NIP}
    entries = tuple(SealEntry(f"Pieczęć {n}", f"{n}.pem") for n in range(1, count + 1))
    return OfficeFile(nips | more, entries)


def findings(
    *files: bytes | None,
    listed: TrustedList | None = LISTED,
    office: OfficeFile | None = None,
    limits: Limits = LIMITS,
    on: date = TODAY,
) -> list[Finding]:
    """What is found of these files; without the seals' owner, unless it is an error."""
    office = office or an_office(len(files))
    read = read_seals(office, files)
    found = check_seals(office, read, listed, on=on, limits=limits)
    return [each for each in found if each.severity is not Severity.INFO]


def rules(*files: bytes | None, **more: object) -> list[tuple[str, str]]:
    """Their rules and fields."""
    found = findings(*files, **more)  # type: ignore[arg-type]  # handed on by name
    return [(each.rule.removeprefix("crpo.letter."), each.field) for each in found]


def test_two_good_seals_are_fit_and_told_apart_by_their_nip() -> None:
    """Which NIP a seal has decides where else it will work."""
    office = an_office(2)
    read = read_seals(office, [GOOD, seal(2, nip=OFFICE_NIP).der])

    found = check_seals(office, read, LISTED, on=TODAY, limits=LIMITS)

    assert [
        ("crpo.letter.seal_of_the_jst", "seal.1.file"),
        ("crpo.letter.seal_of_the_office", "seal.2.file"),
        ("crpo.letter.seal_revocation_not_asked", "seal"),
    ] == [(each.rule, each.field) for each in found]
    assert ["Pieczęć 1", "Pieczęć 2"] == [each.name for each in read.in_order]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (a_seal_that_signs().pem(), "seal_private_key"),
        (a_seal_that_signs().pkcs12(), "seal_private_key"),
        (bogus_pki.private_pem(bogus_pki.ec_key()), "seal_private_key"),
        (
            b"\xff\xfe" + a_seal_that_signs().pem().decode().encode("utf-16-le"),
            "seal_private_key",
        ),
        (GOOD + b"-----begin private key -----\nAA==\n", "seal_private_key"),
        (b"x", "seal_unreadable"),
        (b"", "seal_unreadable"),
        (b"x" * (1024 * 1024 + 1), "seal_unreadable"),
        (GOOD + seal(2).pem.encode(), "seal_unreadable"),
        (None, "seal_file"),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_certificate_is_refused(
    data: bytes | None, rule: str
) -> None:
    """A private key ends its way here: nothing of such a file is used."""
    read = read_seals(an_office(1), [data])

    assert {} == read.seals
    assert (rule, "seal.1.file") in rules(data)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (seal(nip="7980332920").der, "seal_of_another"),
        (person().certificate.der, "seal_of_a_person"),
        (seal(types=(ESIGN,)).der, "seal_of_a_person"),
        (bogus_pki.authority().der, "no_seal_claim"),
        (seal(not_after=datetime(2026, 11, 1, tzinfo=UTC)).der, "seal_expired"),
        (seal(not_before=datetime(2027, 1, 1, tzinfo=UTC)).der, "seal_not_yet_valid"),
        (seal(not_after=datetime(2026, 12, 1, tzinfo=UTC)).der, "seal_ends_soon"),
    ],
    ids=range(7),
)
def test_a_certificate_that_is_not_fit_is_an_error(data: bytes, rule: str) -> None:
    """Holds: podatki.gov.pl, API CRPO dla JST: a valid qualified seal of the unit."""
    assert [Severity.ERROR] == [
        each.severity for each in findings(data) if each.rule == f"crpo.letter.{rule}"
    ]


@pytest.mark.parametrize(("days", "is_found"), [(29, True), (30, False), (31, False)])
def test_the_days_left_are_counted_to_the_day(days: int, is_found: bool) -> None:
    """The day before, the day, the day after; at noon in Warsaw."""
    ends = datetime(2026, 11, 21, 11, tzinfo=UTC) + timedelta(days)

    found = rules(seal(not_after=ends).der)

    assert is_found is (("seal_ends_soon", "seal.1.file") in found)


def test_a_seal_that_no_list_knows_is_not_qualified() -> None:
    """A claim alone makes nothing qualified."""
    alien = bogus_pki.certificate(
        bogus_pki.ec_key(3),
        subject=bogus_pki.seal_name(),
        issuer_key=bogus_pki.ec_key(9),
    )

    assert ("seal_not_qualified", "seal.1.file") in rules(alien.der)


def test_without_a_list_nothing_is_told_and_nothing_stops() -> None:
    """Which is not the same as yes."""
    found = findings(GOOD, listed=None)

    assert cannot_tell(found)
    assert [Severity.WARNING] == [each.severity for each in found]


def test_a_seal_without_a_nip_cannot_be_said_to_be_ours() -> None:
    """NTRPL is the number of KRS; an office has none to compare."""
    subject = bogus_pki.name(
        ("2.5.4.6", "PL"),
        ("2.5.4.10", "Gmina Bogus"),
        ("2.5.4.3", "Bogus"),
        ("2.5.4.97", "NTRPL-0000000001"),
    )

    assert [("seal_without_nip", "seal.1.file")] == rules(seal(subject=subject).der)


@pytest.mark.parametrize("field", ["office.nip", "office.office_nip"])
def test_a_wrong_nip_of_the_office_is_said_once(field: str) -> None:
    """It is a finding of its own; whose the seals are is seen after the correction."""
    office = an_office(1, **{field: "1"})

    assert [] == rules(GOOD, office=office)


@pytest.mark.parametrize(
    ("identifiers", "rule", "severity"),
    [
        (("NTRPL-0000999999",), "seal_without_nip", Severity.WARNING),
        (
            (f"VATPL-{BOGUS_NIP}", "VATPL-5260250274"),
            "seal_without_nip",
            Severity.WARNING,
        ),
        (("VATDE-123456789",), "seal_foreign", Severity.ERROR),
    ],
    ids=["KRS", "two", "German"],
)
def test_a_seal_of_unknown_ownership_is_no_good_seal(
    identifiers: tuple[str, ...], rule: str, severity: Severity
) -> None:
    """It may be anybody's; only a number of another state is surely not ours."""
    subject = bogus_pki.name(
        ("2.5.4.6", "PL"),
        *(("2.5.4.97", each) for each in identifiers),
        ("2.5.4.10", "Bogus Inna Spółka"),
        ("2.5.4.3", "Bogus"),
    )

    found = findings(seal(3, subject=subject).der)

    told = [each for each in found if each.rule == f"crpo.letter.{rule}"]
    assert [severity] == [each.severity for each in told]
    assert cannot_tell(found) is (severity is Severity.WARNING)


def test_a_locked_file_of_a_key_is_named_as_one() -> None:
    """Nobody asks for its password: a key does not belong where letters are made."""
    read = read_seals(an_office(1), [a_seal_that_signs().pkcs12(b"bogus")])

    [told] = read.findings
    assert "crpo.letter.seal_key_file" == told.rule
    assert "To plik z kluczem" in told.message


def test_a_pesel_in_the_name_of_a_seal_is_refused() -> None:
    """The name of a seal stands in the log for ever."""
    named = SealEntry("Pieczęć 440-514-01359", "a")
    office = OfficeFile({"office.nip": BOGUS_NIP}, (named,))

    assert [("seal_name_identifier", "seal.1.name")] == rules(GOOD, office=office)


def test_each_rule_cites_its_own_source() -> None:
    """The page demands a seal of the unit, the setting thirty days, KSeF its NIP."""
    soon = seal(not_after=datetime(2026, 12, 1, tzinfo=UTC)).der
    read = read_seals(an_office(2), [soon, GOOD])
    found = check_seals(an_office(2), read, LISTED, on=TODAY, limits=LIMITS)

    assert {
        "crpo.letter.seal_ends_soon": "ustawienie letter.min_valid_days",
        "crpo.letter.seal_of_the_jst": "dokumentacja KSeF 2.0, uwierzytelnianie",
        "crpo.letter.seal_revocation_not_asked": "zasada programu",
    } == {each.rule: each.clause for each in found}


def test_a_certificate_with_broken_extensions_is_unreadable() -> None:
    """Its fields can be read, and what it claims cannot."""
    broken = seal().der.replace(
        bytes.fromhex("0603551d20"), bytes.fromhex("0683551d20")
    )

    assert {"seal_unreadable"} == {rule for rule, _ in rules(broken)}


def test_no_seal_and_thirty_seals_are_refused() -> None:
    """The limit is a setting, 20 unless set."""
    thirty = [seal(n).der for n in range(1, 31)]

    assert [("no_seal", "seal")] == rules()
    assert [("too_many_seals", "seal")] == rules(*thirty)
    assert [] == rules(*thirty, limits=Limits(max_seals=30, min_valid_days=30))


def test_a_count_that_is_not_the_list_is_refused() -> None:
    """The letter says how many seals it hands over."""
    office = OfficeFile({"office.nip": BOGUS_NIP}, (SealEntry("a", "b"),), 2)

    assert [("seal_count", "seal_count")] == rules(GOOD, office=office)


def test_names_and_certificates_are_not_given_twice() -> None:
    """Two names for one certificate are a slip of the hand."""
    same = OfficeFile(
        {"office.nip": BOGUS_NIP}, (SealEntry("Se al", "a"), SealEntry("SE  AL", "b"))
    )

    assert [
        ("seal_name_twice", "seal.2.name"),
        ("seal_twice", "seal.2.file"),
    ] == rules(GOOD, GOOD, office=same)


@pytest.mark.parametrize(
    ("name", "file", "rule", "field"),
    [
        ("", "a", "missing", "seal.1.name"),
        ("a", "", "missing", "seal.1.file"),
        ("a\u202eb", "a", "seal_name", "seal.1.name"),
        ("a" * 121, "a", "seal_name", "seal.1.name"),
    ],
    ids=range(4),
)
def test_a_seal_needs_a_name_and_a_file(
    name: str, file: str, rule: str, field: str
) -> None:
    """The letter lists seals by their names."""
    office = OfficeFile({"office.nip": BOGUS_NIP}, (SealEntry(name, file),))

    assert [(rule, field)] == rules(GOOD, office=office)


def test_quotes_and_commas_in_a_name_are_a_name() -> None:
    """People name systems as they like."""
    named = SealEntry("„A”, \"B\", 'C' & <D>", "a")

    assert [] == rules(GOOD, office=OfficeFile({"office.nip": BOGUS_NIP}, (named,)))


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 2000), by=st.binary(max_size=6), whole=st.binary(max_size=80))
def test_any_file_is_a_seal_or_a_finding(at: int, by: bytes, whole: bytes) -> None:
    """Holds: house style, every parser of foreign bytes is fuzzed."""
    der = seal().der
    at %= len(der)
    changed = der[:at] + by + der[at + len(by) :]

    for data in (whole, changed):
        read = read_seals(an_office(1), [data])
        assert 1 == len(read.seals) + len(read.findings)
        assert [] == [e for e in findings(data) if e.field != "seal.1.file"]


@pytest.mark.real
def test_the_real_seal_is_refused_as_another_bodys(real: Path) -> None:
    """It is the ministry's, and fit in every other way."""
    data = (real / "seal-eurocert-crw-2024.pem").read_bytes()

    errors = [
        each.rule
        for each in findings(data, listed=None)
        if each.severity is Severity.ERROR
    ]

    assert ["crpo.letter.seal_of_another"] == errors
