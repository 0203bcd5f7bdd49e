"""Rows for the judge: identifiers, their types, the context and the subject."""

from tests.ksef.access.grant_requests import (
    AUTHORIZATION,
    ENTITY,
    EU,
    EU_ADMINISTRATION,
    FINGERPRINT,
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
    Note,
    Row,
    Untold,
)

SUBJECT = "subjectIdentifier.value"
ERRORS: list[Row] = [
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
        SUBUNIT,
        {"context": {"type": "InternalId", "value": UNIT}},
        "unit_is_context",
        "contextIdentifier.value",
    ),
    (
        SUBUNIT_BY_NIP,
        {"contextIdentifier.value": OFFICE},
        "unit_is_context",
        "contextIdentifier.value",
    ),
]
WARNINGS: list[Row] = [
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
]
UNANSWERED: list[Untold] = [
    (PERSON, {"context": NONE}, "context_untold", "context", "context")
]
NOTES: list[Note] = [
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
    (INDIRECT, {"targetIdentifier": {"type": "AllPartners"}}, "every_client", {}),
    (INDIRECT, {"targetIdentifier": NONE}, "every_client", {}),
]
