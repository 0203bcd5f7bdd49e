"""The nouns of KSeF permissions: kinds, bodies, parties, data, means.

Each word is what stands in JSON and in the log; its Polish term is in docs/glossary.md.
The provisions named here are those of Dz.U. 2021 poz. 2481.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """The legal kinds of permissions (§ 2 ust. 1).

    `INVOICES` is one kind, "wystawianie lub dostęp"; `ISSUE` and `ACCESS` are the two
    parts that KSeF makes of it. `VAT_RR` came with Dz.U. 2025 poz. 1815.
    """

    MANAGE = "manage"
    INVOICES = "invoices"
    ISSUE = "issue"
    ACCESS = "access"
    SELF_BILLING = "self_billing"
    VAT_RR = "vat_rr"


INVOICE_KINDS: Final = frozenset(
    {Permission.INVOICES, Permission.ISSUE, Permission.ACCESS}
)


class SystemPermission(StrEnum):
    """What KSeF itself calls a permission (API 2.7)."""

    CREDENTIALS_MANAGE = "CredentialsManage"
    SUBUNIT_MANAGE = "SubunitManage"
    INVOICE_WRITE = "InvoiceWrite"
    INVOICE_READ = "InvoiceRead"
    ENFORCEMENT_OPERATIONS = "EnforcementOperations"
    SELF_INVOICING = "SelfInvoicing"
    RR_INVOICING = "RRInvoicing"
    CREDENTIALS_READ = "CredentialsRead"
    INTROSPECTION = "Introspection"
    COLLECTIVE_IDENTIFIER_MANAGE = "CollectiveIdentifierManage"
    TAX_REPRESENTATIVE = "TaxRepresentative"
    PEF_INVOICING = "PefInvoicing"
    VAT_UE_MANAGE = "VatUeManage"


# What is absent here has no legal kind of its own.
LEGAL_KIND: Final[Mapping[SystemPermission, Permission]] = {
    SystemPermission.CREDENTIALS_MANAGE: Permission.MANAGE,
    SystemPermission.SUBUNIT_MANAGE: Permission.MANAGE,
    SystemPermission.INVOICE_WRITE: Permission.ISSUE,
    SystemPermission.INVOICE_READ: Permission.ACCESS,
    SystemPermission.ENFORCEMENT_OPERATIONS: Permission.ISSUE,
    SystemPermission.SELF_INVOICING: Permission.SELF_BILLING,
    SystemPermission.RR_INVOICING: Permission.VAT_RR,
}


class Body(StrEnum):
    """Kinds of bodies in whose context a permission is used (ksef.law.bodies)."""

    JST = "jst"
    MUNICIPAL_OFFICE = "municipal_office"
    COUNTY_OFFICE = "county_office"
    MARSHAL_OFFICE = "marshal_office"
    LOCAL_BUDGET_UNIT = "local_budget_unit"
    LOCAL_BUDGET_ESTABLISHMENT = "local_budget_establishment"
    BRANCH = "branch"
    INTERNAL_UNIT = "internal_unit"
    CULTURE_INSTITUTION = "culture_institution"
    HEALTHCARE_INSTITUTION = "healthcare_institution"
    COMPANY = "company"
    VAT_GROUP = "vat_group"
    VAT_GROUP_MEMBER = "vat_group_member"
    ENFORCEMENT_AUTHORITY = "enforcement_authority"
    BAILIFF = "bailiff"
    SOLE_TRADER = "sole_trader"
    OTHER_TAXPAYER = "other_taxpayer"


class Holder(StrEnum):
    """Who is to hold a permission.

    `UNIT` is the body of the context itself (a budget unit, an office, a branch, a
    member of a VAT group), which the act never makes a holder.
    """

    TAXPAYER = "taxpayer"
    NATURAL_PERSON = "natural_person"
    ENTITY = "entity"
    UNIT = "unit"
    ENFORCEMENT_AUTHORITY = "enforcement_authority"
    BAILIFF = "bailiff"
    BUYER = "buyer"


class Namer(StrEnum):
    """Who names the holder (wskazuje).

    `ADMINISTRATOR` is a natural person whom the taxpayer has named to manage
    permissions, and who acts for the taxpayer; `REPRESENTATIVE` one who represents a
    unit (§ 2 ust. 2 pkt 3 lit. aa, c, d). `UNIT` is the body of the context.
    """

    TAXPAYER = "taxpayer"
    JST = "jst"
    VAT_GROUP = "vat_group"
    ADMINISTRATOR = "administrator"
    REPRESENTATIVE = "representative"
    UNIT = "unit"
    DESIGNATED_ENTITY = "designated_entity"
    ENFORCEMENT_AUTHORITY = "enforcement_authority"
    BAILIFF = "bailiff"
    BUYER = "buyer"


class Way(StrEnum):
    """The way a permission is granted: in the system (§ 3) or by ZAW-FA (§ 4)."""

    SYSTEM = "system"
    ZAW_FA = "zaw_fa"


class Step(StrEnum):
    """What is done with a permission; the act of 2025 no longer names a change."""

    GRANT = "grant"
    CHANGE = "change"
    REVOKE = "revoke"


class ZawFaPurpose(StrEnum):
    """What a ZAW-FA is filed for."""

    GRANT = "grant"
    CHANGE = "change"
    REVOKE = "revoke"
    REVOKE_ALL = "revoke_all"
    REPORT_SIGNATURE = "report_signature"
    REPORT_SEAL = "report_seal"


class Channel(StrEnum):
    """How a ZAW-FA is filed."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Subject(StrEnum):
    """Who authenticates."""

    TAXPAYER_PERSON = "taxpayer_person"
    NATURAL_PERSON = "natural_person"
    ENTITY = "entity"


class Means(StrEnum):
    """Means of authentication; the last two are known to KSeF, not to the acts."""

    QUALIFIED_SIGNATURE = "qualified_signature"
    QUALIFIED_SEAL = "qualified_seal"
    TRUSTED_SIGNATURE = "trusted_signature"
    TOKEN = "token"  # noqa: S105 - a word of the list, no secret
    NATIONAL_NODE = "national_node"
    KSEF_CERTIFICATE = "ksef_certificate"
    PERSONAL_SIGNATURE = "personal_signature"
    PEPPOL_CERTIFICATE = "peppol_certificate"


class Datum(StrEnum):
    """What a grant has to carry (§ 3 ust. 2-4)."""

    TAXPAYER_NIP = "taxpayer_nip"
    IDENTIFIER = "identifier"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    IDENTITY_DOCUMENT = "identity_document"
    SIGNATURE_DATA = "signature_data"
    PERMISSION_KIND = "permission_kind"
    TAX_REPRESENTATIVE = "tax_representative"
    UNIT_NIP = "unit_nip"
    MEMBER_NIP = "member_nip"
    INTERNAL_ID = "internal_id"
    OFFICE_NIP = "office_nip"
    BAILIFF_NIP = "bailiff_nip"


class InvoiceDatum(StrEnum):
    """What opens an invoice without authentication (§ 6)."""

    KSEF_NUMBER = "ksef_number"
    INVOICE_NUMBER = "invoice_number"
    BUYER_IDENTIFIER = "buyer_identifier"
    BUYER_HAS_NO_IDENTIFIER = "buyer_has_no_identifier"
    BUYER_NAME = "buyer_name"
    BUYER_HAS_NO_NAME = "buyer_has_no_name"
    TOTAL_AMOUNT = "total_amount"


class Matter(StrEnum):
    """What the regulation may or may not regulate (§ 1)."""

    PERMISSION_KINDS = "permission_kinds"
    GRANTING = "granting"
    AUTHENTICATION = "authentication"
    ACCESS_DATA = "access_data"
    MARKING = "marking"
    ATTACHMENTS = "attachments"
    ZAWFA_FORM = "zawfa_form"
    USE_OF_KSEF = "use_of_ksef"
