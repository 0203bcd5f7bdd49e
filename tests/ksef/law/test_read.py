"""Questions and grants from JSON: read, or refused with the field and nothing more."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.errors import GrantsInvalid, KsefError, QuestionInvalid
from ksef.law.question import Authenticate, MayHold, OpenInvoice
from ksef.law.read import KINDS, json_name, read_grants, read_question
from ksef.model import (
    Body,
    Holder,
    InvoiceDatum,
    Means,
    Namer,
    Permission,
    Subject,
    SystemPermission,
)
from tests.flows.canaries import CANARY_PESEL
from vocabulary.identifiers import Pesel

HOLD = {"question": "hold", "permission": "manage", "holder": "natural_person"}
GRANT = {
    "id": "1",
    "who": "anna",
    "holder": "natural_person",
    "permission": "access",
    "context": "gmina",
    "by": "gmina",
    "validFrom": "2024-01-01",
}


def test_a_question_is_read_with_its_day() -> None:
    """Every field, words of both lists of permissions, and the day."""
    asked = read_question(
        json.dumps(
            HOLD
            | {
                "permission": "InvoiceRead",
                "context": "local_budget_unit",
                "namedBy": "jst",
                "asRepresentative": True,
                "entityNamedBy": None,
                "on": "2024-05-01",
            }
        )
    )

    assert date(2024, 5, 1) == asked.on
    assert (
        MayHold(
            permission=SystemPermission.INVOICE_READ,
            holder=Holder.NATURAL_PERSON,
            context=Body.LOCAL_BUDGET_UNIT,
            named_by=Namer.JST,
            as_representative=True,
        )
        == asked.question
    )


def test_lists_and_defaults_are_read() -> None:
    """What is not told is None; a list becomes a set."""
    given = ["ksef_number", "total_amount"]
    opened = read_question(json.dumps({"question": "open", "given": given})).question
    login = read_question('{"question": "authenticate", "who": "entity"}').question

    expected = {InvoiceDatum.KSEF_NUMBER, InvoiceDatum.TOTAL_AMOUNT}
    assert OpenInvoice(given=frozenset(expected)) == opened
    assert Authenticate(who=Subject.ENTITY) == login
    assert isinstance(login, Authenticate)
    assert login.means is not Means.TOKEN


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ("", "file"),
        ("[]", "question"),
        ('{"question": 1}', "question"),
        ('{"question": "who"}', "question"),
        ('{"question": "hold", "question": "hold"}', "file"),
        ('{"question": "hold"}', "permission"),
        ('{"question": "hold", "permission": null}', "permission"),
        (HOLD | {"x": 1}, "file"),
        (HOLD | {"permission": "all"}, "permission"),
        (HOLD | {"holder": 7}, "holder"),
        (HOLD | {"asRepresentative": 1}, "asRepresentative"),
        (HOLD | {"on": "2024-5-1"}, "on"),
        (HOLD | {"on": "2024-02-30"}, "on"),
        (HOLD | {"on": 20240501}, "on"),
        ({"question": "open", "given": "all"}, "given"),
        ({"question": "open", "given": ["all"]}, "given"),
        ({"question": "open", "given": ["buyer_name", "buyer_has_no_name"]}, "given"),
        ({"question": "zawfa", "filer": "jst", "persons": True}, "persons"),
        ({"question": "zawfa", "filer": "jst", "persons": 0}, "persons"),
        (
            {
                "question": "data",
                "permission": "manage",
                "holder": "natural_person",
                "givesIdentifier": True,
                "hasIdentifier": False,
            },
            "hasIdentifier",
        ),
        ("[" * 100_000, "file"),
        ('{"question": ' + "9" * 5_000 + "}", "file"),
    ],
)
def test_a_question_that_is_none_is_refused(told: Any, field: str) -> None:  # noqa: ANN401 - text or object
    """The field is named, in Polish too; what stood there is not repeated."""
    with pytest.raises(QuestionInvalid) as caught:
        read_question(told if isinstance(told, str) else json.dumps(told))

    assert field == caught.value.field
    assert caught.value.polish.startswith(f"{field}: ")


def test_a_file_of_grants_is_read() -> None:
    """Identifiers become masked values; other keys stay as they are."""
    person = CANARY_PESEL.reveal()
    file = read_grants(
        json.dumps(
            {
                "on": "2024-05-01",
                "grants": [GRANT | {"who": person, "canDelegate": True}],
                "contexts": [
                    {"id": "gmina", "kind": "jst"},
                    {"id": "school", "kind": "local_budget_unit", "parent": "gmina"},
                ],
                "ask": [{"who": person, "permission": "access", "context": "gmina"}],
            }
        )
    )

    assert Pesel.parse(person) == file.grants[0].who == file.ask[0].who
    assert ("gmina", True) == (file.grants[0].by, file.grants[0].can_delegate)
    assert Permission.ACCESS is file.ask[0].permission
    assert "gmina" == file.contexts[1].parent
    assert person not in repr(file)


A_BRANCH = {"id": "x", "kind": "branch", "parent": "y"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "grants"),
        ({"grants": {}}, "grants"),
        ({"grants": [1]}, "grants[0]"),
        ({"grants": [{}]}, "grants[0].id"),
        ({"grants": [GRANT | {"who": ""}]}, "grants[0].who"),
        ({"grants": [GRANT | {"who": "x" * 101}]}, "grants[0].who"),
        ({"grants": [GRANT | {"id": ""}]}, "grants[0].id"),
        ({"grants": [GRANT | {"pesel": "x"}]}, "grants[0]"),
        ({"grants": [GRANT, GRANT]}, "grants.id"),
        ({"grants": [GRANT | {"holder": "taxpayer"}]}, "holder"),
        ({"grants": [GRANT | {"validUntil": "2024-01-01"}]}, "validUntil"),
        ({"grants": [], "contexts": [{"id": "x", "kind": "branch"}]}, "parent"),
        ({"grants": [], "contexts": [A_BRANCH, A_BRANCH]}, "contexts.id"),
        ({"grants": [], "contexts": [A_BRANCH, A_BRANCH | {"id": "y"}]}, "parent"),
    ],
)
def test_a_file_that_is_none_is_refused(told: Any, field: str) -> None:  # noqa: ANN401 - any object
    """Nothing is decided on half a list."""
    with pytest.raises(GrantsInvalid) as caught:
        read_grants(json.dumps(told))

    assert field == caught.value.field
    assert caught.value.polish.startswith(f"{field}: ")


WORDS = st.sampled_from(
    [*KINDS, "manage", "InvoiceRead", "natural_person", "jst", "2024-05-01", "x"]
)
NAMES = st.sampled_from(
    [
        *("question", "on", "permission", "holder", "context", "namedBy", "given"),
        *("asRepresentative", "filer", "persons", "who", "means", "matter", "grants"),
        *("contexts", "ask", "id", "by", "validFrom", "kind", "parent"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
    max_leaves=12,
)


@given(JSON.map(json.dumps) | st.text())
def test_nothing_that_people_write_breaks_the_reader(text: str) -> None:
    """It reads, or it refuses with one of our errors, whose words are Polish too."""
    for read in (read_question, read_grants):
        with suppress(KsefError):
            read(text)


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(NAMES, JSON, max_size=5))
def test_no_object_of_a_known_kind_breaks_the_reader(
    kind: str, told: dict[str, Any]
) -> None:
    """One step deeper than any text: the fields of the kinds themselves."""
    with suppress(QuestionInvalid):
        read_question(json.dumps(told | {"question": kind}))


def test_missing_facts_are_named_as_the_question_names_them() -> None:
    """A program fills the field that the answer names; a datum stays a datum."""
    assert ("namedBy", "persons", "birth_date", "text:x") == (
        json_name("named_by"),
        json_name("persons"),
        json_name("birth_date"),
        json_name("text:x"),
    )
