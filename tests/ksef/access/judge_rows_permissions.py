"""Rows for the judge: which permissions, and in what shape."""

from tests.ksef.access.grant_requests import (
    AUTHORIZATION,
    ENTITY,
    INDIRECT,
    NONE,
    PERSON,
    Note,
    Row,
)

ERRORS: list[Row] = [
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
]
WARNINGS: list[Row] = [
    (
        ENTITY,
        {"permissions": [{"type": "InvoiceRead"}]},
        "can_delegate_missing",
        "permissions[0].canDelegate",
    )
]
NOTES: list[Note] = [
    (
        ENTITY,
        {"permissions": [{"type": "InvoiceRead", "canDelegate": True}]},
        "can_delegate",
        {},
    )
]
