"""What the judge says: each rule with a request it finds, and one that it passes."""

from collections.abc import Mapping
from typing import Any

import pytest

from ksef.access.judge import Verdict, missing_of, verdict_of
from tests.house import code
from tests.ksef.access import judge_rows_identifiers as identifiers
from tests.ksef.access import judge_rows_permissions as permissions
from tests.ksef.access import judge_rows_roles as roles
from tests.ksef.access import judge_rows_shape as shape
from tests.ksef.access.grant_requests import (
    GOOD,
    PERSON,
    Note,
    Row,
    Untold,
    found,
    having,
    judged,
    only,
    rules_of,
)
from vocabulary.finding import Severity

ERRORS: list[Row] = [
    *shape.ERRORS,
    *identifiers.ERRORS,
    *permissions.ERRORS,
    *roles.ERRORS,
]
WARNINGS: list[Row] = [
    *shape.WARNINGS,
    *identifiers.WARNINGS,
    *permissions.WARNINGS,
    *roles.WARNINGS,
]
UNANSWERED: list[Untold] = [*identifiers.UNANSWERED, *roles.UNANSWERED]
NOTES: list[Note] = [*identifiers.NOTES, *permissions.NOTES, *roles.NOTES]


def ids(rows: list[Any]) -> list[str]:
    """Name the cases by rule and number."""
    return [f"{row[2]}-{number}" for number, row in enumerate(rows)]


def severity_of(request: Mapping[str, Any], rule: str) -> set[Severity]:
    """Say how grave what a rule says is."""
    return {each.severity for each in judged(request) if each.rule.endswith(f".{rule}")}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_request_has_no_error_and_no_warning(name: str) -> None:
    """A judge that cries wolf is switched off."""
    told = judged(GOOD[name])

    assert [] == [each for each in told if each.severity is not Severity.INFO]
    assert Verdict.OK is verdict_of(told)


@pytest.mark.parametrize(
    ("request_", "changes", "rule", "field"), ERRORS, ids=ids(ERRORS)
)
def test_a_wrong_request_is_refused(
    request_: dict[str, Any], changes: dict[str, object], rule: str, field: str
) -> None:
    """Each says where; the request it was made from is not found by this rule."""
    wrong = having(request_, changes)

    assert (rule, field) in found(wrong)
    assert {Severity.ERROR} == severity_of(wrong, rule)
    assert Verdict.REFUSED is verdict_of(judged(wrong))
    assert rule not in rules_of(request_)


@pytest.mark.parametrize(
    ("request_", "changes", "rule", "field"), WARNINGS, ids=ids(WARNINGS)
)
def test_what_is_odd_is_told_and_stops_nothing(
    request_: dict[str, Any], changes: dict[str, object], rule: str, field: str
) -> None:
    """KSeF takes it; the office may not have meant it."""
    odd = having(request_, changes)

    assert (rule, field) in found(odd)
    assert {Severity.WARNING} == severity_of(odd, rule)
    assert rule not in rules_of(request_)


@pytest.mark.parametrize(
    ("request_", "changes", "rule", "field", "missing"),
    UNANSWERED,
    ids=ids(UNANSWERED),
)
def test_a_rule_without_its_fact_cannot_tell(
    request_: dict[str, Any],
    changes: dict[str, object],
    rule: str,
    field: str,
    missing: str,
) -> None:
    """
    A fact that nobody told is no yes; and an error elsewhere would go before it.

    Holds: house style, rule 21.
    """
    untold = judged(having(request_, changes))

    assert (rule, field) in found(having(request_, changes))
    assert Verdict.CANNOT_TELL is verdict_of(untold)
    assert missing in missing_of(untold)
    assert rule not in rules_of(request_)


@pytest.mark.parametrize(
    ("request_", "with_", "rule", "without"), NOTES, ids=ids(NOTES)
)
def test_what_is_worth_knowing_is_told(
    request_: dict[str, Any],
    with_: dict[str, object],
    rule: str,
    without: dict[str, object],
) -> None:
    """It stops nothing, and is not told of everything."""
    assert rule in rules_of(having(request_, with_))
    assert {Severity.INFO} == severity_of(having(request_, with_), rule)
    assert rule not in rules_of(having(request_, without))


def test_every_rule_of_the_judge_is_tried() -> None:
    """A rule that no request meets may say anything."""
    tables = (ERRORS, WARNINGS, UNANSWERED, NOTES)
    tried = {f"ksef.grant.{row[2]}" for table in tables for row in table}

    ours = {each for each in code.checks() if each.startswith("ksef.grant.")}

    assert ours - {"ksef.grant.law_not_in_force"} == tried


def test_a_wrong_word_is_answered_with_the_nearest_known_one() -> None:
    """The Ministry's own pages spell it both ways."""
    misspelt = having(PERSON, {"permissions": ["VatEuManage"]})

    assert "VatUeManage" in only("permission_unknown", judged(misspelt)).message


def test_a_word_of_any_length_is_unknown() -> None:
    """Looking for a near word takes longer, the longer the word is."""
    request = having(PERSON, {"permissions": ["InvoiceRead" * 500]})

    assert "Najbliższe" not in only("permission_unknown", judged(request)).message


def test_a_day_is_told_in_one_form_only() -> None:
    """A number, or a day and an hour, would be read as different days."""
    assert ("day_form", "on") in found(having(PERSON, {"on": 20261121}))
    assert ("day_form", "on") in found(having(PERSON, {"on": "2026-W47-6"}))
    assert set() == rules_of(having(PERSON, {"on": "2026-11-21"})) - {"law_allows"}


def test_only_so_many_unknown_fields_are_told() -> None:
    """A file of another kind would be answered with pages."""
    strange = {f"field_{chr(97 + n % 26)}{chr(97 + n // 26)}": n for n in range(300)}

    told = [
        each for each in judged({**PERSON, **strange}) if each.rule.endswith("_field")
    ]

    assert 20 == len(told)


def test_every_finding_has_a_source_and_speaks_both_languages() -> None:
    """A finding without a source is an opinion."""
    rows = [
        *((each[0], each[1]) for each in (*ERRORS, *WARNINGS)),
        *((each[0], each[1]) for each in UNANSWERED),
    ]

    told = [each for row in rows for each in judged(having(*row))]

    assert [] == [each.rule for each in told if not (each.ref or each.clause)]
    assert [] == [each.rule for each in told if not each.english]
    assert [] == [each.rule for each in told if not each.message.endswith((".", ")"))]


@pytest.mark.parametrize(
    "endpoint",
    [
        "persons/grants",
        "permissions/persons/grants",
        "/permissions/persons/grants",
        "/permissions/persons/grants/",
        "/v2/permissions/persons/grants?a=b",
        "post /permissions/persons/grants",
        "https://api.ksef.mf.gov.pl/v2/permissions/persons/grants",
        "grant_person",
    ],
)
def test_the_call_is_known_by_its_path_and_by_our_name(endpoint: str) -> None:
    """People paste what they have before them."""
    assert Verdict.OK is verdict_of(judged(having(PERSON, {"endpoint": endpoint})))


@pytest.mark.parametrize(
    "endpoint",
    [
        "DELETE /permissions/persons/grants",
        "/permissions/common/grants/0c9a72e8",
        "permissions/query/persons/grants",
        "query_persons",
        "tokens/20261121-EC-0000000000",
        "auth/challenge",
    ],
)
def test_what_gives_nothing_is_not_judged(endpoint: str) -> None:
    """A revocation, a query and a login have rules of their own."""
    assert {"no_grant"} == rules_of(having(PERSON, {"endpoint": endpoint}))
