"""office.toml written by the program says what was typed, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpo.letter.model import OfficeFile
from crpo.letter.office_draft import NOTHING_KNOWN, kept_office, renewal_draft
from crpo.letter.office_file import EXAMPLE, SECTIONS, read_office_file
from crpo.letter.status import SealTerm
from tests.crpo.letter.bogus_office import TOML
from vocabulary.clock import parse_iso_utc

ENDS = parse_iso_utc("2027-08-19T23:11:15.000000Z")
CASE = "0190a2b4-0000-7000-8000-00000000000a"
FIELDS = [f"{section}.{key}" for section, keys in SECTIONS.items() for key in keys]
SEALS = (SealTerm('System „Bogus”, "główna"', "12", ENDS),)


def drafted(office: OfficeFile, seals: tuple[SealTerm, ...] = SEALS) -> str:
    """The draft of a renewal."""
    return renewal_draft(office, seals, letter_id="a", case_id=CASE)


def test_a_draft_is_filled_with_what_was_typed_before() -> None:
    """Only the files of the new certificates are left to the preparer."""
    before = read_office_file(TOML.encode())

    found = read_office_file(drafted(before).encode())

    assert {**before.fields, "renewal": CASE} == found.fields
    assert [(SEALS[0].name, "")] == [(each.name, each.file) for each in found.seals]
    assert 1 == found.seal_count


def test_a_draft_names_what_ends_and_when_in_warsaw() -> None:
    """At 23:11 UTC the day in Warsaw is the next one."""
    text = drafted(NOTHING_KNOWN)

    assert "numer 12, ważna do 2027-08-20" in text
    assert "pismem a:" in text


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(st.sampled_from([*FIELDS, "variant"]), st.text(max_size=30)),
    st.text(max_size=30),
)
def test_whatever_was_typed_is_read_back(told: dict[str, str], name: str) -> None:
    """Quotes, backslashes, line ends, letters of any script: nothing breaks out."""
    seals = (SealTerm(name, "1", ENDS),)
    written = drafted(OfficeFile(told, ()), seals)

    once = read_office_file(written.encode())
    kept = read_office_file(kept_office(once).encode())

    assert {**once.fields, "renewal": ""} == kept.fields
    again = renewal_draft(once, seals, letter_id="a", case_id=CASE)
    assert once == read_office_file(again.encode())


@pytest.mark.parametrize("text", [TOML, EXAMPLE])
def test_what_is_kept_names_no_seal(text: str) -> None:
    """Paths of certificates are of the folder in which they were typed."""
    kept = kept_office(read_office_file(text.encode()))

    assert "[[seal]]" not in kept
    assert () == read_office_file(kept.encode()).seals
