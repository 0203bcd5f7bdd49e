"""What the judge says: each rule with a request it finds, and one that it passes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ksef.access.judge import Verdict, judge, missing_of, verdict_of
from ksef.access.judge_facts import read_facts
from ksef.access.judge_finding import Judged
from tests.house import code
from tests.ksef.access.grant_requests import (
    AUTHORIZATION,
    BY_FP_WITH_ID,
    CLIENT,
    DAY,
    ENTITY,
    EU,
    EU_ADMINISTRATION,
    FINGERPRINT,
    GOOD,
    INDIRECT,
    NONE,
    OFFICE,
    OTHER,
    PERSON,
    PESEL,
    SUBUNIT,
    SUBUNIT_BY_NIP,
    TOKEN,
    UNIT,
    found,
    having,
    judged,
)
from vocabulary.finding import Severity

FP = {"type": "Fingerprint", "value": FINGERPRINT}
SUBJECT = "subjectIdentifier.value"
GIVEN = INDIRECT["entityGrants"]
BY_ID = "subjectDetails.personById"
BY_FP = "subjectDetails.personByFpNoId"
TYPE = "subjectDetails.subjectDetailsType"
# request, what is changed in it, the rule that finds it, in which field
Row = tuple[dict[str, Any], dict[str, object], str, str]
ERRORS: list[Row] = [
    (PERSON, {"endpoint": NONE}, "endpoint_missing", "endpoint"),
    (
        PERSON,
        {"endpoint": "permissions/subunit/grants"},
        "endpoint_unknown",
        "endpoint",
    ),
    (PERSON, {"endpoint": "revoke_common"}, "no_grant", "endpoint"),
    (PERSON, {"on": "2026-02-30"}, "day_form", "on"),
    (PERSON, {SUBJECT: "44051401358"}, "pesel_invalid", SUBJECT),
    (PERSON, {SUBJECT: "44053201352"}, "pesel_invalid", SUBJECT),
    (PERSON, {SUBJECT: "30311206273"}, "pesel_future", SUBJECT),
    (ENTITY, {SUBJECT: "9990000015"}, "nip_invalid", SUBJECT),
    (ENTITY, {SUBJECT: "999-000-00-14"}, "identifier_not_bare", SUBJECT),
    (PERSON, {SUBJECT: "440514 01359"}, "identifier_not_bare", SUBJECT),
    (
        SUBUNIT,
        {"contextIdentifier.value": UNIT.replace("-", "")},
        "identifier_not_bare",
        "contextIdentifier.value",
    ),
    (PERSON, {SUBJECT: 44051401359}, "identifier_not_text", SUBJECT),
    (
        SUBUNIT,
        {"contextIdentifier.value": "1234563218-12342"},
        "internal_id_invalid",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT,
        {"contextIdentifier.value": "1234563219-12344"},
        "internal_id_invalid",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT,
        {"contextIdentifier.value": "1234563218-1"},
        "internal_id_invalid",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT,
        {"contextIdentifier.value": "9990000014-12340"},
        "other_nip_inside",
        "contextIdentifier.value",
    ),
    (
        EU_ADMINISTRATION,
        {"contextIdentifier.value": "9990000014-CZ12345678"},
        "other_nip_inside",
        "contextIdentifier.value",
    ),
    (EU, {SUBJECT: FINGERPRINT.lower()}, "fingerprint_case", SUBJECT),
    (EU, {SUBJECT: "01:" * 32}, "fingerprint_separators", SUBJECT),
    (EU, {SUBJECT: FINGERPRINT[:40]}, "fingerprint_sha1", SUBJECT),
    (EU, {SUBJECT: "ABC"}, "fingerprint_form", SUBJECT),
    (
        AUTHORIZATION,
        {
            "permission": "PefInvoicing",
            "subjectIdentifier": {"type": "PeppolId", "value": "PPL12345"},
        },
        "peppol_id_form",
        SUBJECT,
    ),
    (
        EU_ADMINISTRATION,
        {"contextIdentifier.value": "1234563218-DE123456789012"},
        "nip_vat_ue_form",
        "contextIdentifier.value",
    ),
    (
        EU_ADMINISTRATION,
        {"contextIdentifier.value": "1234563219-CZ12345678"},
        "nip_vat_ue_form",
        "contextIdentifier.value",
    ),
    (
        PERSON,
        {"context": {"type": "nip", "value": OFFICE}},
        "identifier_type_case",
        "context.type",
    ),
    (
        AUTHORIZATION,
        {"subjectIdentifier": {"type": "Pesel", "value": PESEL}},
        "identifier_type_not_here",
        "subjectIdentifier.type",
    ),
    (
        PERSON,
        {"subjectIdentifier.type": "Regon"},
        "identifier_type_unknown",
        "subjectIdentifier.type",
    ),
    (
        PERSON,
        {"subjectIdentifier.type": 7},
        "identifier_type_unknown",
        "subjectIdentifier.type",
    ),
    (PERSON, {"context.value": UNIT}, "identifier_mistyped", "context.value"),
    (
        PERSON,
        {"context": {"type": "InternalId", "value": OFFICE}},
        "identifier_mistyped",
        "context.value",
    ),
    (
        PERSON,
        {"context": {"type": "NipVatUe", "value": "1234563218-CZ12345678"}},
        "context_type",
        "context.type",
    ),
    (
        TOKEN,
        {"context": {"type": "PeppolId", "value": "PPL123456"}},
        "context_type",
        "context.type",
    ),
    (
        PERSON,
        {"subjectIdentifier": "44051401359"},
        "not_an_object",
        "subjectIdentifier",
    ),
    (
        PERSON,
        {"subjectIdentifier.type": NONE},
        "missing_field",
        "subjectIdentifier.type",
    ),
    (PERSON, {SUBJECT: None}, "missing_field", SUBJECT),
    (PERSON, {"subjectDetails": NONE}, "missing_field", "subjectDetails"),
    (PERSON, {"permissions": NONE}, "missing_field", "permissions"),
    (PERSON, {"description": NONE}, "missing_field", "description"),
    (PERSON, {TYPE: NONE}, "missing_field", TYPE),
    (PERSON, {BY_ID: NONE}, "missing_field", BY_ID),
    (EU, {f"{BY_FP}.birthDate": NONE}, "missing_field", f"{BY_FP}.birthDate"),
    (EU, {f"{BY_FP}.idDocument": NONE}, "missing_field", f"{BY_FP}.idDocument"),
    (
        EU,
        {f"{BY_FP}.idDocument.country": NONE},
        "missing_field",
        f"{BY_FP}.idDocument.country",
    ),
    (SUBUNIT, {"subunitName": NONE}, "missing_field", "subunitName"),
    (SUBUNIT, {"contextIdentifier": NONE}, "missing_field", "contextIdentifier"),
    (AUTHORIZATION, {"permission": NONE}, "missing_field", "permission"),
    (
        EU_ADMINISTRATION,
        {"euEntityDetails": NONE},
        "missing_field",
        "euEntityDetails",
    ),
    (PERSON, {"description": 12345}, "not_a_text", "description"),
    (PERSON, {"description": "aaaa"}, "length", "description"),
    (PERSON, {"description": "a" * 257}, "length", "description"),
    (PERSON, {f"{BY_ID}.firstName": "A"}, "length", f"{BY_ID}.firstName"),
    (PERSON, {f"{BY_ID}.firstName": "A" * 31}, "length", f"{BY_ID}.firstName"),
    (PERSON, {f"{BY_ID}.lastName": "W" * 82}, "length", f"{BY_ID}.lastName"),
    (ENTITY, {"subjectDetails.fullName": "Biur"}, "length", "subjectDetails.fullName"),
    (
        ENTITY,
        {"subjectDetails.fullName": "B" * 91},
        "length",
        "subjectDetails.fullName",
    ),
    (SUBUNIT, {"subunitName": "Szko"}, "length", "subunitName"),
    (SUBUNIT_BY_NIP, {"subunitName": "S" * 257}, "length", "subunitName"),
    (
        EU_ADMINISTRATION,
        {"euEntityDetails.address": "P" * 513},
        "length",
        "euEntityDetails.address",
    ),
    (
        EU_ADMINISTRATION,
        {"euEntityDetails.fullName": "P" * 101},
        "length",
        "euEntityDetails.fullName",
    ),
    (
        EU,
        {f"{BY_FP}.idDocument.type": "p" * 21},
        "length",
        f"{BY_FP}.idDocument.type",
    ),
    (
        EU,
        {f"{BY_FP}.idDocument.number": "1" * 21},
        "length",
        f"{BY_FP}.idDocument.number",
    ),
    (
        EU_ADMINISTRATION,
        {"euEntityName": "Bogus s.r.o."},
        "eu_entity_name",
        "euEntityName",
    ),
    (EU, {f"{BY_FP}.birthDate": "1980-02-30"}, "birth_date", f"{BY_FP}.birthDate"),
    (EU, {f"{BY_FP}.birthDate": "2026-11-22"}, "birth_date", f"{BY_FP}.birthDate"),
    (EU, {f"{BY_FP}.birthDate": "1.2.1980"}, "birth_date", f"{BY_FP}.birthDate"),
    (
        EU,
        {f"{BY_FP}.idDocument.country": "cz"},
        "country",
        f"{BY_FP}.idDocument.country",
    ),
    (PERSON, {TYPE: "personByIdentifier"}, "details_type_unknown", TYPE),
    (EU, {TYPE: "PersonByIdentifier"}, "details_type_unknown", TYPE),
    (PERSON, {TYPE: 1}, "details_type_unknown", TYPE),
    (PERSON, {"subjectDetails": BY_FP_WITH_ID}, "details_type_mismatch", TYPE),
    (PERSON, {"subjectIdentifier": FP}, "details_type_mismatch", TYPE),
    (PERSON, {"permissions": []}, "permissions_empty", "permissions"),
    (PERSON, {"permissions": "InvoiceRead"}, "permissions_no_list", "permissions"),
    (PERSON, {"permissions": ["InvoiceSend"]}, "permission_unknown", "permissions[0]"),
    (PERSON, {"permissions": [7]}, "permission_unknown", "permissions[0]"),
    (
        PERSON,
        {"permissions": ["InvoiceRead", "InvoiceRead"]},
        "permission_twice",
        "permissions[1]",
    ),
    (PERSON, {"permissions": ["VatUeManage"]}, "vat_ue_manage", "permissions[0]"),
    (
        PERSON,
        {"permissions": ["SelfInvoicing"]},
        "authorization_elsewhere",
        "permissions[0]",
    ),
    (PERSON, {"permissions": ["PefInvoiceWrite"]}, "not_grantable", "permissions[0]"),
    (
        ENTITY,
        {"permissions": [{"type": "CredentialsManage", "canDelegate": False}]},
        "invoices_only",
        "permissions[0].type",
    ),
    (INDIRECT, {"permissions": ["Introspection"]}, "invoices_only", "permissions[0]"),
    (AUTHORIZATION, {"permission": "InvoiceRead"}, "permission_not_here", "permission"),
    (
        PERSON,
        {"permissions": [{"type": "InvoiceRead", "canDelegate": True}]},
        "permission_shape",
        "permissions[0]",
    ),
    (
        ENTITY,
        {"permissions": ["InvoiceRead"]},
        "entity_permission_shape",
        "permissions[0]",
    ),
    (
        ENTITY,
        {"permissions": [{"type": "InvoiceRead", "canDelegate": "true"}]},
        "can_delegate_form",
        "permissions[0].canDelegate",
    ),
    (
        AUTHORIZATION,
        {"permission": ["SelfInvoicing", "RRInvoicing"]},
        "one_permission",
        "permission",
    ),
    (
        AUTHORIZATION,
        {"permission": NONE, "permissions": ["SelfInvoicing", "RRInvoicing"]},
        "one_permission",
        "permission",
    ),
    (
        AUTHORIZATION,
        {"permission": "PefInvoicing"},
        "peppol_only",
        "subjectIdentifier.type",
    ),
    (
        AUTHORIZATION,
        {"subjectIdentifier": {"type": "PeppolId", "value": "PPL123456"}},
        "peppol_only",
        "subjectIdentifier.type",
    ),
    (
        PERSON,
        {"permissions": ["EnforcementOperations"]},
        "enforcement_role",
        "permissions",
    ),
    (
        TOKEN,
        {
            "permissions": ["EnforcementOperations"],
            "authorPermissions": ["Owner"],
            "roles": [],
        },
        "enforcement_role",
        "permissions",
    ),
    (PERSON, {"description": "abc\ud800defg"}, "not_utf8", "description"),
    (
        PERSON,
        {f"{BY_ID}.firstName": "Anna\udfff"},
        "not_utf8",
        f"{BY_ID}.firstName",
    ),
    (PERSON, {f"{BY_ID}.x\ud800": "a"}, "not_utf8", BY_ID),
    (PERSON, {"permissions": ["InvoiceRead\ud800"]}, "not_utf8", "permissions"),
    (SUBUNIT, {"subunitName": "Szkoła \ud800 nr 1"}, "not_utf8", "subunitName"),
    (SUBUNIT_BY_NIP, {"roles": []}, "parent_role", "contextIdentifier"),
    (SUBUNIT_BY_NIP, {"roles": ["VatGroupUnit"]}, "parent_role", "contextIdentifier"),
    (
        SUBUNIT_BY_NIP,
        {"unitKind": "vat_group_member"},
        "parent_role",
        "contextIdentifier",
    ),
    (
        SUBUNIT,
        {"context": {"type": "InternalId", "value": UNIT}},
        "unit_is_context",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT_BY_NIP,
        {"subordinates": [CLIENT]},
        "not_subordinate",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT_BY_NIP,
        {"contextIdentifier.value": OFFICE},
        "unit_is_context",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT_BY_NIP,
        {"unitKind": "culture_institution"},
        "unit_is_taxpayer",
        "contextIdentifier",
    ),
    (SUBUNIT, {"unitKind": "company"}, "unit_is_taxpayer", "contextIdentifier"),
    (
        SUBUNIT_BY_NIP,
        {"unitKind": "enforcement_authority"},
        "law_refuses",
        "contextIdentifier",
    ),
    (
        AUTHORIZATION,
        {"bodyKind": "local_budget_unit", "grantedBy": "representative"},
        "law_refuses",
        "permission",
    ),
    (INDIRECT, {"entityGrants": []}, "no_delegation", "targetIdentifier"),
    (
        INDIRECT,
        {"entityGrants": [each | {"permissionState": "Inactive"} for each in GIVEN]},
        "no_delegation",
        "targetIdentifier",
    ),
    (
        PERSON,
        {"authorPermissions": ["InvoiceRead"]},
        "author_lacks",
        "authorPermissions",
    ),
    (EU, {"authorPermissions": ["Owner"]}, "author_lacks", "authorPermissions"),
    (
        TOKEN,
        {"permissions": ["InvoiceRead", "InvoiceWrite"]},
        "token_wider",
        "permissions",
    ),
]
WARNINGS: list[Row] = [
    (PERSON, {"subjectDetail": {}}, "unknown_field", "subjectDetail"),
    (PERSON, {"a1": {}}, "unknown_field", ""),
    (PERSON, {f"{BY_ID}.firstname": "A"}, "unknown_field", f"{BY_ID}.firstname"),
    (PERSON, {"description": "     "}, "blank", "description"),
    (PERSON, {"description": "Faktury\0referatu"}, "control", "description"),
    (PERSON, {"description": "Faktury\nreferatu"}, "control", "description"),
    (PERSON, {"description": "Faktury\x85referatu"}, "control", "description"),
    (
        EU_ADMINISTRATION,
        {"euEntityDetails.address": ""},
        "blank",
        "euEntityDetails.address",
    ),
    (
        INDIRECT,
        {"targetIdentifier": {"type": "AllPartners"}, "entityGrants": []},
        "delegation_to_nobody",
        "targetIdentifier",
    ),
    (PERSON, {"description": f"dla {PESEL}"}, "number_in_description", "description"),
    (
        PERSON,
        {"subjectDetails.personByFpWithId": {}},
        "details_surplus",
        "subjectDetails.personByFpWithId",
    ),
    (
        ENTITY,
        {"permissions": [{"type": "InvoiceRead"}]},
        "can_delegate_missing",
        "permissions[0].canDelegate",
    ),
    (
        ENTITY,
        {"subjectIdentifier.value": OFFICE},
        "subject_is_context",
        "subjectIdentifier",
    ),
    (
        INDIRECT,
        {"targetIdentifier": {"type": "AllPartners", "value": OTHER}},
        "all_partners_value",
        "targetIdentifier.value",
    ),
    (
        INDIRECT,
        {"targetIdentifier.value": OFFICE},
        "client_is_context",
        "targetIdentifier",
    ),
    (
        INDIRECT,
        {"permissions": ["InvoiceWrite"]},
        "delegation_short",
        "targetIdentifier",
    ),
    (TOKEN, {"permissions": ["CredentialsManage"]}, "token_manages", "permissions"),
    (
        SUBUNIT,
        {"subjectIdentifier": {"type": "Nip", "value": OTHER}},
        "law_person_only",
        "subjectIdentifier",
    ),
    (AUTHORIZATION, {"permission": "RRInvoicing"}, "law_not_seen", "permission"),
    (SUBUNIT_BY_NIP, {"unitKind": NONE}, "unit_kind_untold", "unitKind"),
    (
        SUBUNIT_BY_NIP,
        {"subunitName": "Szkoła Podstawowa nr 1"},
        "subunit_name_surplus",
        "subunitName",
    ),
]
UNANSWERED: list[tuple[dict[str, Any], dict[str, object], str, str, str]] = [
    (PERSON, {"context": NONE}, "context_untold", "context", "context"),
    (
        PERSON,
        {"permissions": ["EnforcementOperations"], "roles": NONE},
        "enforcement_untold",
        "permissions",
        "roles",
    ),
    (
        TOKEN,
        {
            "permissions": ["EnforcementOperations"],
            "authorPermissions": ["Owner"],
        },
        "enforcement_untold",
        "permissions",
        "roles",
    ),
    (
        SUBUNIT_BY_NIP,
        {"roles": NONE},
        "parent_untold",
        "contextIdentifier",
        "roles",
    ),
    (
        INDIRECT,
        {"entityGrants": NONE},
        "delegation_untold",
        "targetIdentifier",
        "entityGrants",
    ),
    (
        TOKEN,
        {"authorPermissions": NONE},
        "token_author_untold",
        "permissions",
        "authorPermissions",
    ),
    (
        AUTHORIZATION,
        {"roles": ["LocalGovernmentSubUnit"]},
        "law_depends",
        "permission",
        "grantedBy",
    ),
    (
        PERSON,
        {
            "permissions": ["CredentialsManage"],
            "bodyKind": "local_budget_unit",
            "grantedBy": "taxpayer",
        },
        "law_untold",
        "permissions",
        "asRepresentative",
    ),
    (
        PERSON,
        {"grantedBy": "designated_entity"},
        "law_untold",
        "permissions",
        "entityNamedBy",
    ),
    (
        PERSON,
        {"asRepresentative": 1},
        "fact_unreadable",
        "asRepresentative",
        "asRepresentative",
    ),
    (PERSON, {"roles": ["localGovernmentUnit"]}, "fact_unreadable", "roles", "roles"),
    (
        PERSON,
        {"roles": ["LocalGovernmentUnit"] * 101},
        "fact_unreadable",
        "roles",
        "roles",
    ),
    (PERSON, {"roles": "JST"}, "fact_unreadable", "roles", "roles"),
    (PERSON, {"bodyKind": "school"}, "fact_unreadable", "bodyKind", "bodyKind"),
    (SUBUNIT, {"unitKind": "school"}, "fact_unreadable", "unitKind", "unitKind"),
    (
        TOKEN,
        {"authorPermissions": [1]},
        "fact_unreadable",
        "authorPermissions",
        "authorPermissions",
    ),
    (
        INDIRECT,
        {"entityGrants": [{}, 7]},
        "fact_unreadable",
        "entityGrants",
        "entityGrants",
    ),
    (
        INDIRECT,
        {"entityGrants": {}},
        "fact_unreadable",
        "entityGrants",
        "entityGrants",
    ),
    (
        SUBUNIT_BY_NIP,
        {"subordinates": [{}]},
        "fact_unreadable",
        "subordinates",
        "subordinates",
    ),
    (
        SUBUNIT_BY_NIP,
        {"subordinates": OTHER},
        "fact_unreadable",
        "subordinates",
        "subordinates",
    ),
]
# request, changed so that the note is made, the rule, and changed so that it is not
NOTES: list[tuple[dict[str, Any], dict[str, object], str, dict[str, object]]] = [
    (
        PERSON,
        {"subjectIdentifier": {"type": "Nip", "value": OTHER}},
        "nip_of_person",
        {},
    ),
    (ENTITY, {}, "nip_of_entity", {"subjectIdentifier.value": OFFICE}),
    (
        EU,
        {},
        "fingerprint_ends",
        {"subjectIdentifier": {"type": "Nip", "value": OTHER}},
    ),
    (
        ENTITY,
        {"permissions": [{"type": "InvoiceRead", "canDelegate": True}]},
        "can_delegate",
        {},
    ),
    (INDIRECT, {"targetIdentifier": {"type": "AllPartners"}}, "every_client", {}),
    (INDIRECT, {"targetIdentifier": NONE}, "every_client", {}),
    (SUBUNIT_BY_NIP, {"subordinates": NONE}, "subordinate_unchecked", {}),
    (PERSON, {}, "law_allows", {"roles": NONE}),
    (PERSON, {"permissions": ["Introspection"]}, "law_silent", {}),
    (PERSON, {"roles": NONE}, "law_not_asked", {}),
    (PERSON, {"roles": ["CourtBailiff"]}, "law_not_asked", {}),
]


def ids(rows: list[Any]) -> list[str]:
    """Name the cases by rule and number."""
    return [f"{row[2]}-{number}" for number, row in enumerate(rows)]


def rules_of(request: Mapping[str, Any], on: date = DAY) -> set[str]:
    """Name the rules that say something."""
    return {rule for rule, _ in found(request, on)}


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


def test_roles_that_are_handed_over_go_before_those_in_the_request() -> None:
    """A program reads them from KSeF just before it asks."""
    wanted = having(PERSON, {"permissions": ["EnforcementOperations"]})

    told = judge(wanted, on=DAY, roles=["EnforcementAuthority"])

    assert Verdict.OK is verdict_of(told)


def test_facts_are_taken_as_ksef_answers_them() -> None:
    """Whoever pastes an answer of KSeF has nothing to rewrite."""
    pasted = having(
        SUBUNIT_BY_NIP,
        {
            "roles": [{"role": "LocalGovernmentUnit", "description": "Gmina"}],
            "subordinates": [
                {"subordinateEntityIdentifier": {"type": "Nip", "value": OTHER}}
            ],
        },
    )

    assert Verdict.OK is verdict_of(judged(pasted))


def test_a_member_of_a_vat_group_is_given_an_administrator_by_the_group() -> None:
    """
    The group names as the taxpayer of its members.

    Holds: § 2 ust. 2 pkt 3 lit. d, Dz.U. 2021 poz. 2481; its successor from 2026.
    """
    member = {"unitKind": "vat_group_member", "roles": ["VatGroupUnit"]}

    assert Verdict.OK is verdict_of(judged(having(SUBUNIT_BY_NIP, member)))


def test_no_number_stands_in_the_repr_of_the_facts() -> None:
    """A traceback with its variables shows them to whoever reads the log."""
    told = having(
        INDIRECT,
        {"roles": [PESEL], "authorPermissions": [OTHER], "entityGrants": GIVEN},
    )

    facts, _ = read_facts({**told, "subordinates": [OTHER]}, None)

    assert [] == [
        each for each in (OFFICE, OTHER, CLIENT, PESEL) if each in repr(facts)
    ]


def test_a_role_that_ksef_may_add_one_day_is_kept() -> None:
    """KSeF adds words every month; a new one is no slip."""
    assert Verdict.OK is verdict_of(judged(having(PERSON, {"roles": ["Monastery"]})))


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


def test_the_owner_may_put_everything_into_a_token() -> None:
    """Ownership stands in no list of permissions; the office tells it."""
    wide = {"permissions": ["InvoiceWrite"], "authorPermissions": ["Owner"]}

    assert Verdict.OK is verdict_of(judged(having(TOKEN, wide)))


def test_a_bailiff_may_put_enforcement_into_a_token() -> None:
    """The role of the context decides, as for a grant to a person."""
    enforces = {
        "permissions": ["EnforcementOperations"],
        "authorPermissions": ["Owner"],
        "roles": ["CourtBailiff"],
    }

    assert Verdict.OK is verdict_of(judged({**TOKEN, **enforces}))


@pytest.mark.parametrize("state", [None, "Active"])
def test_a_delegation_that_is_live_can_be_passed_on(state: str | None) -> None:
    """The official item has no state; a list of persons' grants has one."""
    given = [each | {"permissionState": state} for each in GIVEN]

    assert "no_delegation" not in rules_of({**INDIRECT, "entityGrants": given})


def test_a_state_of_another_shape_is_no_live_delegation() -> None:
    """Any JSON is judged."""
    given = [each | {"permissionState": ["Active"]} for each in GIVEN]

    assert "no_delegation" in rules_of({**INDIRECT, "entityGrants": given})


def test_whoever_has_what_a_call_needs_may_send_it() -> None:
    """The seal of the office, or a person who manages permissions."""
    by_owner = having(PERSON, {"authorPermissions": ["Owner"]})
    by_manager = having(PERSON, {"authorPermissions": ["CredentialsManage"]})

    assert "author_lacks" not in rules_of(by_owner) | rules_of(by_manager)


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


def only(rule: str, told: tuple[Judged, ...]) -> Judged:
    """Give the one finding of a rule."""
    [one] = [each for each in told if each.rule.endswith(f".{rule}")]
    return one
