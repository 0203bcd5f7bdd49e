"""A plan as people and programs read it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from jst.cli.why_words import why_unread
from jst.plan_reading import NO_CREDENTIAL
from jst.plan_show import json_of, lines_of
from jst.plan_words import GROUPS, KINDS, LISTS, WHYS
from ksef.plan.actual import Kind, Listed
from ksef.plan.desired import SealMeans
from ksef.plan.diff import plan
from ksef.plan.gather import UNCLEAR
from ksef.plan.model import Group, Why
from ksef.plan.words import MEANS
from tests.ksef.plan.town import (
    ANNA,
    GMINA,
    HOSTEL,
    LIBRARY,
    ON,
    SCHOOL,
    STRANGER,
    a_seal,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)

TOWN = a_town(
    an_entry(),
    an_entry(id="g2", permissions=("InvoiceWrite",), valid_until=ON),
    an_entry(id="g3", permissions=("Introspection",), valid_until=ON + timedelta(9)),
    an_entry(id="g4", where="biblioteka"),
    an_entry(id="g5", where="cuw", client="*"),
    an_entry(id="g6", who="biuro", where="gmina", permissions=("RRInvoicing",)),
    appointed(),
    appointed(replace(HOSTEL, ref="nowa")),
    units=(
        SCHOOL,
        LIBRARY,
        replace(SCHOOL, ref="cuw", name="Centrum", identifier=None),
        replace(HOSTEL, ref="nowa", name="Nowa jednostka", identifier=None),
    ),
    holders=(a_seal(serial="01AB"),),
)
READ = ksef(
    a_state(
        SCHOOL,
        a_standing(),
        a_standing(id="ID-2", permission="InvoiceWrite"),
        a_standing(id="ID-3", holder=STRANGER),
        whole=frozenset({Listed.PERSONS, Listed.RECEIVED}),
        unread={Listed.AUTHORISATIONS: "ksef.access.forbidden"},
    ),
    a_state(
        replace(SCHOOL, identifier=TOWN.nip),
        whole=frozenset(Listed),
        roles=frozenset({"LocalGovernmentUnit"}),
        subordinates=frozenset(),
    ),
)
PLAN = plan(TOWN, READ, on=ON)
SAID = "\n".join(lines_of(PLAN, TOWN, why=why_unread))


@pytest.mark.parametrize(
    "line",
    [
        "Plan uprawnień KSeF na 2026-11-21: Gmina Bogus",
        "  sp1: uprawnienia podmiotowe: KSeF zabronił tej operacji [ksef.access.",
        "Autor: ; zatwierdza inna osoba",
        "Prawnie niemożliwe albo nie do przyjęcia przez KSeF (1):",
        "§ 3 (faktury: osoba wskazana przez podatnika), Dz.U. 2025 poz. 1815",
        "  sp1 | pesel ***…14 | InvoiceRead",
        "  sp1 | a.bogus | InvoiceWrite",
        "okres się skończył; od 2026-02-01 do 2026-11-21 (wyłącznie); wpis g2",
        "Bez zmian (1)",
        "  sp1, Szkoła Bogus nr 1: zgłoś powiązanie",
        "  nowa, Nowa jednostka: -00025 - propozycja",
        "  gmina: pieczęć: a.bogus, certyfikat 01AB, bez końca",
        "  sp1: nikt nie jest wpisany jako posiadacz pieczęci",
        "klient: każdy",
        "Kroki: 5 (etap 1, urząd: 2; etap 2, jednostki: 3), wywołania KSeF:",
        "RRInvoicing: tekstu przepisu nie widzieliśmy",
        "Skrót planu (SHA-256): ",
    ],
)
def test_everything_that_matters_is_said(line: str) -> None:
    """In Polish, by reference, with day, entry and provision."""
    assert line in SAID


def test_what_stays_is_listed_on_demand() -> None:
    """A gmina has a thousand of them."""
    assert "\n".join(lines_of(PLAN, TOWN, why=why_unread, whole=True)).count(
        "InvoiceRead"
    ) > SAID.count("InvoiceRead")


def test_no_number_of_a_person_is_said() -> None:
    """Neither for people nor for programs."""
    said = SAID + json.dumps(json_of(PLAN))

    assert not any(
        each in said
        for each in (ANNA.identifier.reveal(), STRANGER.reveal(), TOWN.nip.reveal())
    )


def test_the_json_is_english_and_camel_case() -> None:
    """Its keys are stable."""
    said = json_of(PLAN)

    assert {each.value for each in Group} == set(said["groups"])  # type: ignore[call-overload]  # JSON of any shape
    assert (2, "2026-11-21") == (said["exitCode"], said["on"])
    assert '"permissionId"' in json.dumps(said)


def test_every_word_of_ours_has_its_polish_one() -> None:
    """A group without a heading would break the print of a plan."""
    assert (set(Group), set(Why), set(Kind)) == (set(GROUPS), set(WHYS), set(KINDS))
    assert (set(Listed), set(SealMeans)) == (set(LISTS), set(MEANS))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Why.NOT_READ.value, "nie zalogowano się do tego kontekstu [not_read]"),
        (
            NO_CREDENTIAL,
            f"w permissions.toml nie ma dla niego poświadczenia [{NO_CREDENTIAL}]",
        ),
        (
            "jst.credential_of_another",
            "to własne poświadczenie innej osoby [jst.credential_of_another]",
        ),
        ("ksef.access.of_tomorrow", "ksef.access.of_tomorrow"),
    ],
)
def test_why_a_list_was_not_read_is_said_in_words(code: str, said: str) -> None:
    """The code stays, for who looks it up; one that is new is all there is."""
    assert said == why_unread(code)


@pytest.mark.parametrize("code", [UNCLEAR, NO_CREDENTIAL, Why.NOT_READ.value])
def test_every_reason_of_our_own_has_words(code: str) -> None:
    """No error of ours says these."""
    assert code != why_unread(code)


def test_units_that_left_the_file_since_are_named_by_reference() -> None:
    """Whoever approves may look when somebody has changed the file already."""
    town = a_town(appointed(HOSTEL), units=(SCHOOL, replace(HOSTEL, identifier=None)))
    made = plan(town, ksef(a_state(GMINA, subordinates=frozenset())), on=ON)
    text = "\n".join(lines_of(made, a_town(units=()), why=why_unread))

    assert "\n  sp1: zgłoś powiązanie" in text
    assert "\n  bursa: -" in text
