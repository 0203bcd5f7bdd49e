"""Where an attorney is served: electronically, or in Poland on paper."""

from dataclasses import replace
from datetime import datetime

import pytest

from crpo import law
from crpo.note import (
    EPUAP_BOX,
    EPUAP_NOT_USED,
    NO_ADDRESS,
    NO_PAPER_FOR_PROFESSIONALS,
    PROFESSION_NOT_TOLD,
    Note,
)
from crpo.power import (
    Profession,
)
from crpo.serving import whom_to_serve
from crpo.told import NOT_TOLD
from tests.crpo.serve_bench import (
    ADE,
    ANNA,
    BOGUSZ,
    BOX,
    IN_BRNO,
    IN_POLAND,
    a_power,
    an_answer,
    surname,
    told,
)


@pytest.mark.parametrize(
    ("changes", "address", "rule", "missing"),
    [
        ({"electronic_address": ADE}, ADE, law.ELECTRONIC, None),
        (
            {"electronic_address": BOX},
            IN_POLAND,
            law.ADDRESS_IN_REGISTER,
            EPUAP_NOT_USED,
        ),
        (
            {"electronic_address": BOX, "address_for_service": NOT_TOLD},
            BOX,
            law.ATTORNEY,
            EPUAP_BOX,
        ),
        (
            {"electronic_address": BOX, "profession": Profession.ADVOCATE},
            BOX,
            law.PROFESSIONAL,
            EPUAP_BOX,
        ),
        (
            {"electronic_address": BOX, "address_for_service": IN_BRNO},
            BOX,
            law.ABROAD,
            EPUAP_BOX,
        ),
        (
            {"electronic_address": BOX, "profession": NOT_TOLD},
            NOT_TOLD,
            law.PROFESSIONAL,
            PROFESSION_NOT_TOLD,
        ),
        ({"address_for_service": NOT_TOLD}, NOT_TOLD, law.ATTORNEY, NO_ADDRESS),
        (
            {"profession": Profession.ADVOCATE, "electronic_address": ADE},
            ADE,
            law.PROFESSIONAL,
            None,
        ),
        (
            {"profession": Profession.LEGAL_COUNSEL},
            NOT_TOLD,
            law.PROFESSIONAL,
            NO_PAPER_FOR_PROFESSIONALS,
        ),
        ({"profession": NOT_TOLD}, NOT_TOLD, law.PROFESSIONAL, PROFESSION_NOT_TOLD),
        ({"address_for_service": IN_BRNO}, NOT_TOLD, law.ABROAD, NO_ADDRESS),
        (
            {"address_for_service": IN_BRNO, "electronic_address": ADE},
            ADE,
            law.ABROAD,
            None,
        ),
        ({}, IN_POLAND, law.ADDRESS_IN_REGISTER, None),
    ],
)
def test_where_an_attorney_is_served(
    changes: dict[str, object], address: object, rule: object, missing: Note | None
) -> None:
    """Holds: art. 144 § 1a and § 5, art. 145 § 2-2a, art. 146a Ordynacji."""
    who = replace(ANNA, **changes)  # type: ignore[arg-type]  # the fields of the case
    found = told(a_power(who))

    assert address == found.address
    assert rule in found.provisions
    assert ([] if missing is None else [missing]) == list(found.notes)


@pytest.mark.parametrize(
    "changes",
    [
        {"electronic_address": BOX},
        {"electronic_address": BOX, "address_for_service": NOT_TOLD},
        {"electronic_address": BOX, "profession": Profession.ADVOCATE},
    ],
)
def test_an_epuap_box_is_no_address_for_e_delivery(changes: dict[str, object]) -> None:
    """Holds: art. 144 § 1a Ordynacji speaks of the ADE; PPO-1(3), note 6, of both."""
    who = replace(ANNA, **changes)  # type: ignore[arg-type]  # the fields of the case

    assert law.ELECTRONIC not in told(a_power(who)).provisions


def test_a_box_is_chosen_after_another_attorneys_address() -> None:
    """Whether service on a box works is in doubt; on an ADE it is not."""
    boxed = replace(ANNA, electronic_address=BOX, address_for_service=NOT_TOLD)
    reached = replace(BOGUSZ, electronic_address=ADE, address_for_service=NOT_TOLD)

    assert (BOGUSZ.surname, ADE) == (
        surname(told(a_power(boxed, reached))),
        told(a_power(boxed, reached)).address,
    )
    assert BOX == told(a_power(boxed, replace(boxed, identifier=NOT_TOLD))).address


def test_without_any_address_nothing_is_said_of_abroad() -> None:
    """
    What was not told is not a foreign address.

    Holds: art. 145 § 2a Ordynacji speaks of those abroad.
    """
    found = told(a_power(replace(ANNA, address_for_service=NOT_TOLD)))

    assert (law.ATTORNEY,) == found.provisions


def test_a_rule_that_came_later_is_not_cited_before_it() -> None:
    """Holds: house style, rule 17: dates belong to a provision."""
    early = datetime.fromisoformat("2021-10-04T12:00:00+00:00")
    who = a_power(replace(ANNA, electronic_address=ADE))
    found = whom_to_serve(an_answer(who, at=early), on=early.date())

    assert law.ELECTRONIC not in found.provisions
