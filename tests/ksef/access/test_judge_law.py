"""What the judge says of the law: from which day, for whom, and where KSeF differs."""

from datetime import date

from ksef.access.judge import Verdict, verdict_of
from tests.ksef.access.grant_requests import (
    OTHER,
    PERSON,
    SUBUNIT,
    SUBUNIT_BY_NIP,
    TOKEN,
    having,
    judged,
    only,
    rules_of,
)
from vocabulary.finding import Severity


def test_a_token_is_no_means_any_more_from_2027() -> None:
    """
    The law says so; what the API team announced is told beside it.

    Holds: § 13 ust. 1 pkt 1, Dz.U. 2025 poz. 1815.
    """
    last, first = date(2026, 12, 31), date(2027, 1, 1)

    assert "law_not_in_force" not in rules_of(TOKEN, last)
    [over] = [each for each in judged(TOKEN, first) if each.rule.endswith("_in_force")]
    assert Severity.ERROR is over.severity
    assert ["ksef.system.tokens_after_2026"] == [
        each.id for each in over.system_differs
    ]


def test_before_the_first_act_nothing_could_be_granted() -> None:
    """
    A day without any provision is not one on which a person was required.

    Holds: § 7, Dz.U. 2021 poz. 2481.
    """
    subject = {"subjectIdentifier": {"type": "Nip", "value": OTHER}}

    rules = rules_of(having(SUBUNIT, subject), date(2021, 12, 31))

    assert "law_not_in_force" in rules
    assert "law_person_only" not in rules


def test_a_member_of_a_vat_group_is_given_an_administrator_by_the_group() -> None:
    """
    The group names as the taxpayer of its members.

    Holds: § 2 ust. 2 pkt 3 lit. d, Dz.U. 2021 poz. 2481; its successor from 2026.
    """
    member = {"unitKind": "vat_group_member", "roles": ["VatGroupUnit"]}

    assert Verdict.OK is verdict_of(judged(having(SUBUNIT_BY_NIP, member)))


def test_a_refused_unit_names_its_provision_and_that_the_text_was_not_seen() -> None:
    """
    A municipality names no people of its culture institution.

    Holds: § 2 ust. 2 pkt 3 lit. c, Dz.U. 2021 poz. 2481; its successor from 2026.
    """
    request = having(SUBUNIT_BY_NIP, {"unitKind": "healthcare_institution"})

    before = only("unit_is_taxpayer", judged(request, date(2025, 9, 1)))
    now = only("unit_is_taxpayer", judged(request))

    assert before.ref is not None
    assert now.ref is not None
    assert ("§ 2 ust. 2 pkt 3 lit. c", True) == (
        before.ref.provision,
        before.ref.text_seen,
    )
    assert ("Dz.U. 2025 poz. 1815", False) == (now.ref.act, now.ref.text_seen)
    assert "źródła wtórnego" in now.message
    assert "secondary source" in now.english


def test_where_ksef_does_otherwise_than_the_law_it_is_said() -> None:
    """The law joins issuing and access; KSeF gives one and not the other."""
    told = only("law_allows", judged(PERSON))

    assert ["ksef.system.two_permissions"] == [each.id for each in told.system_differs]
