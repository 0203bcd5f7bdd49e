"""Identifiers: what is accepted, what is refused, and why in one word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary.errors import IdentifierFault, IdentifierInvalid
from vocabulary.identifiers import (
    ForeignTaxId,
    Identifier,
    InternalId,
    Nip,
    Pesel,
    Regon,
    parse_mandator,
)
from vocabulary.masked import MAX_TEXT

KINDS = (Nip, Pesel, Regon, InternalId, ForeignTaxId)

# Texts near the truth: digits of several scripts, separators, prefixes, lengths.
NEARLY = st.text(
    alphabet="0123456789 -\u2013\u00a0PLplCZ:\t\u0663\uff11", max_size=MAX_TEXT + 2
)


def _accepts(kind: type[Identifier], text: str) -> bool:
    try:
        kind.parse(text)
    except IdentifierInvalid:
        return False
    return True


def _last_digits_accepted(kind: type[Identifier], front: str) -> str:
    """Try every last digit; a sound number has exactly one."""
    return "".join(last for last in "0123456789" if _accepts(kind, front + last))


@pytest.mark.parametrize(
    ("kind", "text", "clear"),
    [
        pytest.param(Nip, "7980332920", "7980332920", id="NIP whose remainder is 0"),
        pytest.param(Nip, "798-033-29-20", "7980332920", id="NIP with dashes"),
        pytest.param(Nip, " pl 798 033 29 20 ", "7980332920", id="NIP with prefix"),
        pytest.param(
            Nip, "PL-798\u2011033\u201329\u00a020", "7980332920", id="NIP from Word"
        ),
        pytest.param(Pesel, "30112206276", "30112206276", id="PESEL"),
        pytest.param(Regon, "123456785", "123456785", id="REGON of 9 digits"),
        pytest.param(Regon, "123456785 12347", "12345678512347", id="REGON of 14"),
        pytest.param(
            InternalId, "6824515772-12343", "6824515772-12343", id="internal id"
        ),
        pytest.param(
            InternalId, "682-451-57-72 12343", "6824515772-12343", id="internal, spaced"
        ),
        pytest.param(ForeignTaxId, "CZ:12345678", "CZ:12345678", id="Czech"),
        pytest.param(ForeignTaxId, " cz : 12345678 ", "CZ:12345678", id="spaced"),
        pytest.param(
            ForeignTaxId, "US:12\u201334 b", "US:12-34 b", id="kept as written"
        ),
        pytest.param(ForeignTaxId, "DE:" + "1" * 50, "DE:" + "1" * 50, id="longest"),
    ],
)
def test_what_people_write_is_normalised_to_one_form(
    kind: type[Identifier], text: str, clear: str
) -> None:
    """One person has one blind index only if one number has one form."""
    assert clear == kind.parse(text).reveal()


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        pytest.param(Nip, "", "empty", id="nothing"),
        pytest.param(Nip, " - ", "empty", id="only separators"),
        pytest.param(Nip, "PL", "empty", id="only a prefix"),
        pytest.param(Nip, "1" * 65, "too_long", id="longer than is looked at"),
        pytest.param(Nip, "798033292", "shape", id="one digit short"),
        pytest.param(Nip, "79803329200", "shape", id="one digit long"),
        pytest.param(Nip, "7980332920\n", "shape", id="a line end"),
        pytest.param(Nip, "798\u20140332920", "shape", id="an em dash"),
        pytest.param(
            Nip,
            "\uff17\uff19\uff18\uff10\uff13\uff13\uff12\uff19\uff12\uff10",
            "shape",
            id="full-width digits",
        ),
        pytest.param(Nip, "798033292\u00b2", "shape", id="a superscript"),
        pytest.param(Nip, "0000000000", "forbidden", id="all zero"),
        pytest.param(Nip, "0123456789", "forbidden", id="leading zero"),
        pytest.param(Nip, "1000000004", "forbidden", id="zeros in places 2 and 3"),
        pytest.param(Nip, "7980332921", "checksum", id="wrong check digit"),
        pytest.param(Nip, "1060000060", "checksum", id="remainder 10"),
        pytest.param(Pesel, "00000000000", "forbidden", id="all zero PESEL"),
        pytest.param(Pesel, "30112206277", "checksum", id="PESEL off by one"),
        pytest.param(Pesel, "30022906273", "birth_date", id="29 February 1930"),
        pytest.param(Pesel, "PL30112206276", "shape", id="a prefix is the NIP's"),
        pytest.param(Regon, "000000000", "forbidden", id="all zero REGON"),
        pytest.param(Regon, "00000000012345", "forbidden", id="unit of no entity"),
        pytest.param(Regon, "123456784", "checksum", id="REGON off by one"),
        pytest.param(Regon, "12345678612342", "checksum", id="its short part is off"),
        pytest.param(Regon, "12345678512348", "checksum", id="its long part is off"),
        pytest.param(Regon, "1234567851", "shape", id="ten digits"),
        pytest.param(InternalId, "1000000004-12343", "forbidden", id="forbidden NIP"),
        pytest.param(InternalId, "6824515773-12343", "checksum", id="NIP off by one"),
        pytest.param(InternalId, "6824515772-1234", "shape", id="no control digit"),
        pytest.param(ForeignTaxId, "", "empty", id="no foreign id"),
        pytest.param(ForeignTaxId, "CZ12345678", "shape", id="no colon"),
        pytest.param(ForeignTaxId, "CZ:", "shape", id="no number"),
        pytest.param(ForeignTaxId, "CZ:" + "1" * 51, "shape", id="51 characters"),
        pytest.param(ForeignTaxId, "CZ:1234\t", "shape", id="a tab"),
        pytest.param(ForeignTaxId, "CZ:12\x0034", "shape", id="a NUL"),
        pytest.param(ForeignTaxId, "CZ:12\n34", "shape", id="a line break"),
        pytest.param(ForeignTaxId, "CZ:1\x7f", "shape", id="a DEL"),
        pytest.param(ForeignTaxId, "CZ:1\u0085", "shape", id="a NEL"),
        pytest.param(ForeignTaxId, "CZ:\u0661٢\u0663", "shape", id="Arabic digits"),
        pytest.param(ForeignTaxId, "CZ:000-00", "forbidden", id="zeros only"),
        pytest.param(ForeignTaxId, "CZ:--", "forbidden", id="dashes only"),
        pytest.param(ForeignTaxId, "PL:7980332920", "country", id="Poland"),
        pytest.param(ForeignTaxId, "XX:12345678", "country", id="no such country"),
        pytest.param(ForeignTaxId, "EL:12345678", "country", id="EL is not ISO"),
        pytest.param(ForeignTaxId, "\ufb00:12345678", "shape", id="a ligature"),
    ],
)
def test_what_is_no_identifier_is_refused_with_its_reason(
    kind: type[Identifier], text: str, reason: str
) -> None:
    """A typo must stop at the desk: in a register it is a look at somebody else."""
    with pytest.raises(IdentifierInvalid) as caught:
        kind.parse(text)

    assert (kind.kind, reason) == (caught.value.kind, caught.value.reason)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given_value", [None, 7980332920, b"7980332920"])
def test_what_is_no_text_is_refused_as_such(
    kind: type[Identifier], given_value: object
) -> None:
    """JSON callers send numbers; they get our error, not a TypeError."""
    with pytest.raises(IdentifierInvalid) as caught:
        kind(given_value)  # type: ignore[arg-type]  # the point of the test

    assert IdentifierFault.NOT_TEXT == caught.value.reason


@pytest.mark.parametrize(
    ("text", "born"),
    [
        pytest.param("00810100002", date(1800, 1, 1), id="first day of the 1800s"),
        pytest.param("99923100007", date(1899, 12, 31), id="last day of the 1800s"),
        pytest.param("00010100008", date(1900, 1, 1), id="first day of the 1900s"),
        pytest.param("99123100003", date(1999, 12, 31), id="last day of the 1900s"),
        pytest.param("00210100004", date(2000, 1, 1), id="first day of the 2000s"),
        pytest.param("00222900009", date(2000, 2, 29), id="a leap day"),
        pytest.param("00410100000", date(2100, 1, 1), id="first day of the 2100s"),
        pytest.param("99723100001", date(2299, 12, 31), id="last day of the 2200s"),
    ],
)
def test_the_birth_date_follows_the_century_in_the_month(text: str, born: date) -> None:
    """The month says the century: +80 for 1800, +20 for each century after 1900."""
    assert born == Pesel.parse(text).birth_date


@pytest.mark.parametrize("month", ["00", "13", "20", "33", "40", "53", "60", "93"])
def test_a_month_of_no_century_is_refused(month: str) -> None:
    """The check digit alone would accept a PESEL whose holder was never born."""
    assert "" == _last_digits_accepted(Pesel, f"30{month}010000")


@pytest.mark.parametrize(
    ("free_digits", "control"),
    [
        ("6824515772-1234", "3"),
        ("5265877635-1234", "6"),
        ("7762811692-1234", "7"),
        ("9876543210-1234", "7"),
        ("5555555555-1234", "2"),
        ("5265877635-0000", "4"),
        ("5265877635-9999", "6"),
    ],
)
def test_an_internal_id_has_one_control_digit(free_digits: str, control: str) -> None:
    """Holds the Ministry's rule (ksef-api issue 116), against its own wrong samples."""
    assert control == _last_digits_accepted(InternalId, free_digits)


def test_an_internal_id_tells_its_taxpayer() -> None:
    """Permissions of a unit are granted in the context of the municipality's NIP."""
    assert Nip("6824515772") == InternalId("6824515772-12343").nip


def test_a_foreign_id_tells_its_country_and_number() -> None:
    """The wire wants them apart; the clear number is asked for by a verb."""
    foreign = ForeignTaxId("SK:1234567890")

    assert ("SK", "1234567890") == (foreign.country, foreign.reveal_number())


def test_equality_is_by_kind_and_value() -> None:
    """A set of subjects must not merge two persons, nor split one in two."""
    assert {Nip("7980332920")} == {Nip("7980332920"), Nip("PL 798-033-29-20")}
    assert Nip("7980332920") != Nip("3755747347")
    assert Nip("7980332920") != "7980332920"
    assert Regon("123456785") != ForeignTaxId("CZ:123456785")


@pytest.mark.parametrize(
    ("kind", "text", "made"),
    [
        ("nip", "7980332920", Nip("7980332920")),
        ("pesel", "30112206276", Pesel("30112206276")),
        ("foreign", "CZ:12345678", ForeignTaxId("CZ:12345678")),
    ],
)
def test_a_mandator_is_read_as_the_kind_that_was_said(
    kind: str, text: str, made: Identifier
) -> None:
    """The kind is never guessed: a guess could ask about somebody else."""
    assert made == parse_mandator(kind, text)


@pytest.mark.parametrize("kind", ["NIP", "regon", "", "30112206276"])
def test_an_unknown_kind_of_mandator_is_refused(kind: str) -> None:
    """Even a number put in the wrong argument must not come back in the error."""
    with pytest.raises(IdentifierInvalid) as caught:
        parse_mandator(kind, "30112206276")

    assert "not a valid mandator: kind" == str(caught.value)


@pytest.mark.parametrize("reason", list(IdentifierFault))
def test_every_reason_has_a_polish_sentence(reason: IdentifierFault) -> None:
    """The clerk reads Polish; an English word in a form helps nobody."""
    refusal = IdentifierInvalid("nip", reason)

    assert refusal.polish != ""
    assert refusal.hint != ""
    assert "vocabulary.identifier_invalid" == refusal.code


@given(text=st.one_of(st.text(), NEARLY))
def test_any_text_gives_a_value_or_a_refusal(text: str) -> None:
    """Input comes from people and from other systems; no text may crash a look-up."""
    for kind in KINDS:
        try:
            made = kind.parse(text)
        except IdentifierInvalid:
            continue
        assert made == kind.parse(made.reveal())


@given(number=st.text("09azAZ./ -", max_size=48).map("A{}1".format))
def test_a_foreign_number_survives_as_it_was_written(number: str) -> None:
    """No rule covers all states, so nothing inside the number is touched."""
    assert f"CZ:{number}" == ForeignTaxId.parse(f"cz:{number}").reveal()
