"""Who may ask, in what capacity, why, and for which case."""

from datetime import date

import pytest

from accountability.checks import check
from accountability.model import (
    Action,
    Capacity,
    CaseStanding,
    DeclaredCases,
    LegalBasis,
    Purpose,
    Role,
)
from accountability.officer_checks import check_kept_case
from tests.factories import (
    CASE,
    MANDATOR_PESEL,
    TODAY,
    an_action,
    an_actor,
    an_authorisation,
    an_office,
)
from vocabulary.finding import Severity, stops
from vocabulary.identifiers import ForeignTaxId


def found(
    action: Action,
    *,
    standing: CaseStanding = CaseStanding.ASSIGNED,
    on: date = TODAY,
) -> list[str]:
    """Give the rule ids of what stands against an action."""
    findings = check(action, office=an_office(), standing=standing, on=on)
    return [f.rule for f in findings if f.severity is Severity.ERROR]


def test_nothing_stands_against_a_clerk_with_an_authorisation_and_a_case() -> None:
    """The ordinary case must pass, or nobody could work."""
    assert [] == found(an_action())


@pytest.mark.parametrize("blanks", [" {}", "{} ", "\u00a0{}\t", "{}\n"])
def test_a_case_number_is_the_same_with_blanks_around_it(blanks: str) -> None:
    """Holds, retention and reports go by equal numbers: the log has one of them."""
    action = an_action(case=blanks.format(CASE))

    assert [] == found(action)
    assert CASE == action.case


def test_a_basis_is_kept_whatever_it_was_made_from() -> None:
    """The entry is written after the check: an iterator would be empty by then."""
    action = an_action(basis=iter([LegalBasis.OP_138K_2] * 1000))

    assert [] == found(action)
    assert (LegalBasis.OP_138K_2,) == action.basis


def test_what_is_left_out_is_found_missing() -> None:
    """None is what an embedding system has where nothing was typed."""
    action = an_action(case=None, justification=None, basis=None)

    assert ["crpo.access.basis", "action.case.missing"] == found(action)


@pytest.mark.parametrize("case", [f"{CASE}\x00", f"FK\ud800{CASE}"])
def test_a_case_number_that_no_text_can_hold_is_refused(case: str) -> None:
    """Half a character cannot be logged, so it must not get as far as the log."""
    assert ["action.case.pattern"] == found(an_action(case=case))


@pytest.mark.parametrize("field", ["unit", "workstation"])
@pytest.mark.parametrize("text", ["x" * 501, "\ud800", "a\nb"])
def test_what_an_entry_says_of_a_person_is_short_and_plain(
    field: str, text: str
) -> None:
    """It comes from another system's directory, and the log cannot hold everything."""
    assert ["action.actor.text"] == found(an_action(actor=an_actor(**{field: text})))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK}))
def test_only_a_clerk_asks_the_register(role: Role) -> None:
    """
    Officers read the log, managers approve, operators run it; none of them asks.

    Holds: design, section 6; KRI § 19 ust. 2 pkt 4-5.
    """
    assert ["kri.accountability.role"] == found(
        an_action(actor=an_actor(role=role)),
    )


@pytest.mark.parametrize("field", ["id", "name", "auth"])
def test_an_actor_without_a_person_is_refused(field: str) -> None:
    """
    A system account alone is not one natural person.

    Holds: KRI § 2 pkt 18.
    """
    assert ["kri.accountability.one_person"] == found(
        an_action(actor=an_actor(**{field: " "})),
    )


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        pytest.param(
            date(2025, 12, 31), ["ordynacja.staff_authorisation"], id="the day before"
        ),
        pytest.param(date(2026, 1, 1), [], id="the first day"),
        pytest.param(date(2058, 12, 31), [], id="the last day"),
        pytest.param(
            date(2059, 1, 1), ["ordynacja.staff_authorisation"], id="the day after"
        ),
    ],
)
def test_an_authorisation_holds_from_its_first_to_its_last_day(
    day: date, rules: list[str]
) -> None:
    """
    Authorisations end at midnight, so both midnights are tested.

    Holds: art. 143 Ordynacji.
    """
    assert rules == found(an_action(), on=day)


def test_an_authorisation_without_an_end_holds() -> None:
    """No end set says that no end is known, not that it has ended."""
    open_ended = an_authorisation(valid_until=None)
    action = an_action(actor=an_actor(authorisation=open_ended))

    assert [] == found(action, on=date(2040, 1, 1))


@pytest.mark.parametrize(
    "authorisation",
    [
        pytest.param(None, id="none"),
        pytest.param(an_authorisation(number=" "), id="no number"),
        pytest.param(an_authorisation(systems=frozenset()), id="other system"),
        pytest.param(an_authorisation(purposes=frozenset()), id="other purpose"),
    ],
)
def test_an_authorisation_must_cover_system_and_purpose(authorisation: object) -> None:
    """An authorisation is a scope, not a badge (art. 143 Ordynacji)."""
    action = an_action(actor=an_actor(authorisation=authorisation))

    assert ["ordynacja.staff_authorisation"] == found(action)


def test_a_finding_says_when_its_provision_was_not_seen() -> None:
    """A decision on law known from a secondary source says so."""
    action = an_action(actor=an_actor(authorisation=None))
    [finding] = check(
        action, office=an_office(), standing=CaseStanding.ASSIGNED, on=TODAY
    )

    assert finding.ref is not None
    assert not finding.ref.text_seen
    assert "źródła wtórnego" in finding.message


def test_another_capacity_is_refused() -> None:
    """CRPO is open to tax authorities only (art. 138k § 2 Ordynacji)."""
    assert ["action.capacity"] == found(an_action(capacity=Capacity.TAXPAYER))


def test_an_authority_outside_article_13_is_refused() -> None:
    """A head of a school is no tax authority (art. 13 § 1 pkt 1 Ordynacji)."""
    action = an_action()
    object.__setattr__(action.authority, "kind", "dyrektor szkoły")

    assert ["crpo.access.tax_authority"] == found(action)


def test_the_basis_of_access_must_be_named() -> None:
    """Art. 138k § 2 is what opens the register; naming another is not enough."""
    action = an_action(basis=(LegalBasis.OP_145_2,))

    assert ["crpo.access.basis"] == found(action)


def test_a_basis_outside_the_list_is_refused() -> None:
    """The list is closed, so that the officer can count by it."""
    action = an_action(basis=(LegalBasis.OP_138K_2, "because"))

    assert ["action.basis"] == found(action)


def test_a_purpose_outside_the_list_is_refused() -> None:
    """The list is closed, and the authorisation does not cover it either."""
    assert ["ordynacja.staff_authorisation", "crpo.access.purpose"] == found(
        an_action(purpose="curiosity")
    )


@pytest.mark.parametrize(
    ("justification", "rules"),
    [
        pytest.param("", ["crpo.access.purpose"], id="none"),
        pytest.param("uzasadnić", ["crpo.access.purpose"], id="nine letters"),
        pytest.param("ustaleniem", [], id="ten letters"),
        pytest.param("............", ["crpo.access.purpose"], id="no letters"),
        pytest.param(
            "\u200b" * 12,
            ["crpo.access.purpose", "action.justification"],
            id="invisible",
        ),
        pytest.param(
            "ustalenie\x1b[2J pełnomocnika",
            ["action.justification"],
            id="a terminal's command",
        ),
        pytest.param("x" * 500, [], id="500 characters"),
        pytest.param("x" * 501, ["action.justification"], id="501 characters"),
    ],
)
def test_another_case_needs_a_justification(
    justification: str, rules: list[str]
) -> None:
    """
    "Other" without a reason would be a door without a lock.

    Holds: the GIODO finding that a check must state its justification.
    """
    action = an_action(purpose=Purpose.OTHER_CASE, justification=justification)

    assert rules == found(action)


@pytest.mark.parametrize(
    "text",
    [
        "dotyczy 44051401359",
        "NIP 123-456-32-18",
        "nr 4405 1401 359, pilne",
        "123.456.32.18",
        "123/456/32/18",
        "123\u2013456\u201332\u201318",
        "123  456  32  18",
        "4405_1401_359",
        "4405\u00ad1401\u200b359",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff13\uff12\uff11\uff18",
    ],
)
def test_a_justification_may_not_hold_an_identifier(text: str) -> None:
    """The justification stays readable for years, however the number is written."""
    assert "action.justification.identifier" in found(an_action(justification=text))


def test_a_justification_may_not_hold_the_foreign_id_that_is_asked_about() -> None:
    """A foreign number has no shape; the one that is asked about is known."""
    action = an_action(
        subjects=(ForeignTaxId.parse("CZ:AB-123-456"),), justification="firma ab123456"
    )

    assert ["action.justification.identifier"] == found(action)


@pytest.mark.parametrize(
    "text", [f"jak w sprawie {CASE}", "decyzja z 20.11.2026", "tel. 22 123 45 67"]
)
def test_a_justification_may_hold_ordinary_numbers(text: str) -> None:
    """The number of the case, a day and a short telephone number are no identifiers."""
    assert [] == found(an_action(justification=text))


@pytest.mark.parametrize("field", ["id", "unit", "auth", "workstation"])
@pytest.mark.parametrize("number", ["44051401359", "440514.01359", "440514\u201301359"])
def test_an_actor_s_own_fields_may_not_hold_an_identifier(
    field: str, number: str
) -> None:
    """They stand in clear in every entry of this person."""
    action = an_action(actor=an_actor(**{field: f"PESEL {number}"}))

    assert ["action.actor.identifier"] == found(action)


@pytest.mark.parametrize("name", ["system", "svc", "7 8", "\u200b \u200b"])
def test_a_name_that_is_no_persons_is_refused(name: str) -> None:
    """A name and a surname; an account of a service has none."""
    action = an_action(actor=an_actor(name=name))

    assert "kri.accountability.one_person" in found(action)


@pytest.mark.parametrize("auth", ["none", "Anonymous", "system"])
def test_a_login_that_is_none_is_refused(auth: str) -> None:
    """Somebody must have authenticated the person."""
    action = an_action(actor=an_actor(auth=auth))

    assert ["kri.accountability.one_person"] == found(action)


@pytest.mark.parametrize(
    ("standing", "rules"),
    [
        (CaseStanding.ASSIGNED, []),
        (CaseStanding.DECLARED, []),
        (CaseStanding.NOT_ASSIGNED, ["action.case.not_assigned"]),
        (CaseStanding.CLOSED, ["action.case.closed"]),
        (CaseStanding.NOT_FOUND, ["action.case.not_found"]),
    ],
)
def test_a_case_must_be_open_and_the_actors(
    standing: CaseStanding, rules: list[str]
) -> None:
    """Data may be used only in a case that this person conducts."""
    assert rules == found(an_action(), standing=standing)


def test_without_a_case_book_every_case_is_declared() -> None:
    """An office without a case book still says who claimed the case."""
    assert CaseStanding.DECLARED is DeclaredCases().standing("any", "anybody")


def test_a_declared_case_is_told() -> None:
    """Where nobody but the person says it is their case, the log says so."""
    findings = check(
        an_action(), office=an_office(), standing=CaseStanding.DECLARED, on=TODAY
    )

    assert [("action.case.declared", Severity.INFO)] == [
        (f.rule, f.severity) for f in findings
    ]
    assert not stops(findings)


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("", "action.case.missing"),
        ("   ", "action.case.missing"),
        ("sprawa", "action.case.pattern"),
        ("44051401359", "action.case.pattern"),
        ("FK.3120.7\u200b.2026", "action.case.pattern"),
        ("FK." + "1" * 100, "action.case.pattern"),
    ],
)
def test_a_case_number_must_have_the_offices_shape(case: str, rule: str) -> None:
    """A look-up without a case is the misuse that this log exists for."""
    assert [rule] == found(an_action(case=case))


@pytest.mark.parametrize(
    "case",
    [
        "44051401359",
        "123-456-32-18",
        "PODATEK 1234563218",
        "FK.3120-44051401359",
        "FK.44051401359-2026",
        "FK.7-9990000008",
    ],
)
def test_a_case_number_may_not_be_an_identifier(case: str) -> None:
    """An office with a loose pattern must not log a PESEL as a case number."""
    findings = check(
        an_action(case=case, subjects=(MANDATOR_PESEL,)),
        office=an_office(case_pattern=".*"),
        standing=CaseStanding.ASSIGNED,
        on=TODAY,
    )

    assert ["action.case.identifier"] == [f.rule for f in findings]


def test_a_long_case_number_that_is_no_identifier_passes() -> None:
    """Some offices number cases with ten digits or more."""
    findings = check(
        an_action(case="2026-0000-000001"),
        office=an_office(case_pattern=r"[\d-]+"),
        standing=CaseStanding.ASSIGNED,
        on=TODAY,
    )

    assert () == findings


def test_a_system_without_rules_is_refused() -> None:
    """What has no rules yet is closed, not open."""
    findings = check(
        an_action(system="epuap"),
        office=an_office(),
        standing=CaseStanding.ASSIGNED,
        on=TODAY,
    )

    assert ["action.system"] == [f.rule for f in findings]
    assert stops(findings)


@pytest.mark.parametrize(
    ("asked_in", "case", "rules"),
    [
        (CASE, CASE, []),
        (CASE, f" {CASE} ", []),
        (CASE, "FK.3120.8.2026", ["action.case.other"]),
        (None, CASE, ["action.question.missing"]),
    ],
)
def test_a_kept_answer_is_for_the_case_it_was_asked_in(
    asked_in: str | None, case: str, rules: list[str]
) -> None:
    """
    What was learned for one case is no stock for others; no question has no case.

    Holds: art. 138k § 2 Ordynacji.
    """
    assert rules == [found.rule for found in check_kept_case(asked_in, case)]
