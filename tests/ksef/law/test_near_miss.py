"""What a "no" names: the provision that it turns on, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from ksef.law.clause import Clause
from ksef.law.decide import decide
from ksef.law.decision import Answer
from ksef.law.dzu_2021_2481.self_billing import BUYER
from ksef.law.near_miss import nearest_grounds
from ksef.law.question import Question
from ksef.model import (
    Body,
    Datum,
    Holder,
    InvoiceDatum,
    Means,
    Namer,
    Permission,
)
from tests.ksef.law.cases import (
    ENTITY,
    SCHOOL,
    UNIT,
    data,
    hold,
    login,
    opens,
    represents,
    zawfa,
)

BILLING = hold(Permission.SELF_BILLING, Holder.BUYER, Namer.TAXPAYER)
DAY, NEW = date(2024, 5, 1), date(2026, 3, 2)
MANAGE, INVOICES = Permission.MANAGE, Permission.INVOICES


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (hold(MANAGE, Holder.BAILIFF), ["manage.bodies_106c"]),
        (hold(MANAGE, Holder.TAXPAYER, context=Body.BAILIFF), ["manage.taxpayer"]),
        (
            hold(MANAGE, by=Namer.TAXPAYER, context=SCHOOL),
            [
                "manage.person_of_taxpayer",
                "manage.person_for_local_unit",
            ],
        ),
        (
            hold(MANAGE, ENTITY, Namer.TAXPAYER),
            ["manage.taxpayer", "manage.person_of_taxpayer"],
        ),
        (hold(Permission.SELF_BILLING, Holder.TAXPAYER), ["self_billing.buyer"]),
        (zawfa(able=True), ["zawfa.route"]),
        (zawfa(persons=2), ["zawfa.one_person"]),
        (login(Means.TOKEN, after=Means.TOKEN), ["login.token"]),
        (login(Means.QUALIFIED_SEAL, verified=False), ["login.verified"]),
        (opens(InvoiceDatum.BUYER_NAME), ["open.buyer_name"]),
        (
            replace(data(), given=frozenset({Datum.TAXPAYER_NIP, Datum.IDENTIFIER})),
            ["data.name", "data.kind", "data.tax_representative"],
        ),
    ],
)
def test_a_no_names_what_decides_it_and_nothing_else(
    question: Question, expected: list[str]
) -> None:
    """Who cites a provision has to find there why not."""
    decision = decide(question, on=DAY)

    assert Answer.NO is decision.answer
    assert [f"ksef.{each}" for each in expected] == list(decision.rules)


def test_what_was_weighed_stands_apart() -> None:
    """The other letters of § 2 ust. 2 were read, and decided nothing."""
    decision = decide(hold(MANAGE, Holder.BAILIFF), on=DAY)

    assert {"ksef.manage.taxpayer", "ksef.manage.person_of_enforcement_authority"} < {
        rule.id for rule in decision.considered
    }


def test_cannot_tell_names_the_provisions_that_the_missing_fact_would_decide() -> None:
    """§ 2 ust. 2 pkt 3 lit. c turns on the naming; lit. a does not reach a school."""
    untold = replace(represents(SCHOOL), as_representative=None)

    assert ("ksef.manage.person_for_local_unit",) == decide(untold, on=DAY).rules


def test_a_no_for_want_of_verification_in_2026_names_the_means() -> None:
    """Which provision asks for it now was in no source."""
    asked = login(Means.QUALIFIED_SEAL, verified=False)

    assert ("ksef.r1815.login.qualified_seal",) == decide(asked, on=NEW).rules


def test_where_nothing_comes_near_all_grounds_are_named() -> None:
    """A provision that no fact would make reach is as near as any other."""
    never: Clause[Question] = Clause(BUYER, lambda _: False)

    assert (BUYER,) == nearest_grounds(BILLING, [never, never])


@pytest.mark.parametrize(
    ("question", "day", "expected"),
    [
        (data(Permission.VAT_RR), DAY, Answer.NOT_IN_FORCE),
        (data(Permission.VAT_RR), NEW, Answer.CANNOT_TELL),
        (
            data(context=UNIT, representative=True),
            date(2023, 8, 31),
            Answer.NOT_IN_FORCE,
        ),
        (data(context=UNIT, representative=True), date(2023, 9, 1), Answer.YES),
        (
            data(context=SCHOOL, representative=True),
            date(2022, 12, 31),
            Answer.NOT_IN_FORCE,
        ),
    ],
)
def test_what_nobody_could_hold_yet_has_no_data_of_a_grant(
    question: Question, day: date, expected: Answer
) -> None:
    """VAT RR came with 2026, the head of a branch on 2023-09-01."""
    assert expected is decide(question, on=day).answer
