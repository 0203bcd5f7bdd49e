"""Each field that PPO-1(3) records: told as it is, and not told when it is absent."""

from dataclasses import fields, replace
from datetime import date

import pytest

from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Filer,
    ForeignDocument,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.told import INDEFINITE, NOT_TOLD
from tests.crpo.bench import SOMEBODY, Bench, a_power
from vocabulary.identifiers import Nip, Pesel

ADDRESS = Address(
    country="PL",
    town="Próbkowo",
    postcode="00-001",
    street="Wzorcowa",
    house="1A",
    flat="2",
    commune="Próbkowo",
    county="próbny",
    voivodeship="zmyślone",
)
PERSON = {
    "identifier": Pesel.parse("00610100006"),
    "birth_date": date(2200, 1, 1),
    "profession": Profession.TAX_ADVISER,
    "list_number": "BOGUS-1",
    "for_service": False,
    "electronic_address": ElectronicAddress(
        kind=ElectronicAddressKind.EPUAP, value="/bogus/skrytka"
    ),
    "address_for_service": ADDRESS,
    "phone": "000",
    "email": "nikt@example.invalid",
}
POWER = {
    "register_id": "PPO-1",
    "mandator_name": "Bogus",
    "received_on": date(2026, 11, 20),
    "filed_by": Filer.AUTHORITY,
    "valid_until": INDEFINITE,
    "may_appoint_substitutes": False,
    "substitutes": (Substitute(surname="Próbny", first_name="Próbek"),),
}


def changed(person: Attorney, name: str, value: object) -> Attorney:
    """Give the person with one more field told."""
    return replace(person, **{name: value})  # type: ignore[arg-type]  # a name from a table


@pytest.mark.parametrize("name", PERSON)
def test_a_field_of_an_attorney_comes_back_as_it_was_told(
    bench: Bench, name: str
) -> None:
    """Also a `False` and an absent neighbour: each field stands for itself."""
    told = changed(SOMEBODY, name, PERSON[name])

    [power] = bench.powers(bench.answer([a_power(attorneys=(told,))]))

    assert (told,) == power.attorneys


@pytest.mark.parametrize("name", POWER)
def test_a_field_of_a_power_comes_back_as_it_was_told(bench: Bench, name: str) -> None:
    """What the register tells of the power is what the clerk reads."""
    told = a_power(**{name: POWER[name]})

    assert (told,) == bench.powers(bench.answer([told]))


def test_what_is_absent_is_not_told(bench: Bench) -> None:
    """
    No end date, no flag and no address is silence: not "indefinite", "no" or "none".

    Holds: design, section 5.
    """
    [power] = bench.powers(bench.answer([a_power()]))
    [attorney] = power.attorneys

    assert {"attorneys"} == {
        f.name for f in fields(power) if getattr(power, f.name) is not NOT_TOLD
    }
    assert {"surname", "first_name"} == {
        f.name for f in fields(attorney) if getattr(attorney, f.name) is not NOT_TOLD
    }


def test_no_substitutes_is_something_else_than_not_told(bench: Bench) -> None:
    """An empty list is the register's word; an absent one is its silence."""
    [none, silent] = bench.powers(bench.answer([a_power(substitutes=()), a_power()]))

    assert () == none.substitutes
    assert NOT_TOLD is silent.substitutes


@pytest.mark.parametrize(
    "identifier",
    [
        Nip.parse("9990000014"),
        Pesel.parse("00610100006"),
        ForeignDocument.parse("CZ:AB 123456"),
    ],
)
def test_an_attorney_is_known_by_nip_pesel_or_foreign_document(
    bench: Bench, identifier: Nip | Pesel | ForeignDocument
) -> None:
    """Fields 25 and 31-34 of the form."""
    told = replace(SOMEBODY, identifier=identifier)

    [power] = bench.powers(bench.answer([a_power(attorneys=(told,))]))

    assert identifier == power.attorneys[0].identifier


def test_the_kind_of_a_foreign_document_is_told_with_it(bench: Bench) -> None:
    """Field 30: a passport and an identity card may carry the same number."""
    told = replace(
        SOMEBODY, identifier=ForeignDocument.parse("CZ:1"), document_kind="paszport"
    )

    [power] = bench.powers(bench.answer([a_power(attorneys=(told,))]))

    assert "paszport" == power.attorneys[0].document_kind


@pytest.mark.parametrize("filer", Filer)
def test_every_filer_of_the_form_is_understood(bench: Bench, filer: Filer) -> None:
    """Field 4 of the form has eight boxes."""
    [power] = bench.powers(bench.answer([a_power(filed_by=filer)]))

    assert filer is power.filed_by


@pytest.mark.parametrize("profession", Profession)
def test_every_profession_is_understood(bench: Bench, profession: Profession) -> None:
    """An advocate is served electronically only, so the word must arrive."""
    told = replace(SOMEBODY, profession=profession)

    [power] = bench.powers(bench.answer([a_power(attorneys=(told,))]))

    assert profession is power.attorneys[0].profession


def test_the_order_of_powers_and_attorneys_is_the_register_s(bench: Bench) -> None:
    """
    Where none is designated, one of them is served; the list must not be shuffled.

    Holds: art. 145 § 3 Ordynacji.
    """
    people = tuple(replace(SOMEBODY, first_name=name) for name in ("B", "A", "C"))
    told = [a_power(attorneys=people), a_power(attorneys=people[::-1])]

    powers = bench.powers(bench.answer(told))

    assert told == list(powers)
    assert PowerOfAttorney is type(powers[0])
