"""Our own typed requests and the judge are two readings of one description."""

from datetime import date

import pytest

from ksef.access.context import ContextId
from ksef.access.details import (
    EntityOfFingerprint,
    PersonName,
    PersonOfFingerprint,
    PersonWithoutNumber,
)
from ksef.access.fingerprint import Fingerprint
from ksef.access.judge import judge
from ksef.access.parties import typed
from ksef.access.requests import (
    Grant,
    GrantAtEuEntity,
    GrantIndirect,
    GrantInSubunit,
    GrantOfAuthorisation,
    GrantOfEuAdministration,
    GrantToEntity,
    GrantToPerson,
    Passing,
    Target,
)
from tests.ksef.access.grant_requests import (
    DAY,
    FINGERPRINT,
    NIP_VAT_UE,
    OFFICE,
    OTHER,
    PESEL,
    UNIT,
)
from vocabulary.finding import Severity
from vocabulary.identifiers import InternalId, Nip, Pesel

WHY = "zarządzenie 7/2026"
NAME = PersonName(first_name="Anna", last_name="Wymyślona")
BY_CERTIFICATE = Fingerprint.parse(FINGERPRINT)
WITH_NUMBER = PersonOfFingerprint(
    first_name="Anna", last_name="Wymyślona", identifier=Pesel.parse(PESEL)
)
WITHOUT_NUMBER = PersonWithoutNumber(
    first_name="Anna",
    last_name="Wymyślona",
    birth_date=date(1980, 2, 1),
    document_type="paszport",
    document_number="BOGUS0001",
    document_country="CZ",
)
AT_OFFICE = ContextId.of(Nip.parse(OFFICE))
AT_EU = ContextId.parse("NipVatUe", NIP_VAT_UE)
ALL: list[tuple[Grant, ContextId]] = [
    (
        GrantToPerson(
            subject=Pesel.parse(PESEL),
            permissions=("InvoiceRead", "CredentialsManage"),
            description=WHY,
            details=NAME,
        ),
        ContextId.of(InternalId.parse(UNIT)),
    ),
    (
        GrantToPerson(
            subject=BY_CERTIFICATE,
            permissions=("InvoiceWrite",),
            description=WHY,
            details=WITH_NUMBER,
        ),
        AT_OFFICE,
    ),
    (
        GrantToEntity(
            subject=Nip.parse(OTHER),
            permissions=(Passing(permission="InvoiceRead", can_delegate=True),),
            description=WHY,
            full_name="Biuro Bogus",
        ),
        AT_OFFICE,
    ),
    (
        GrantOfAuthorisation(
            subject=Nip.parse(OTHER),
            permission="SelfInvoicing",
            description=WHY,
            full_name="Biuro Bogus",
        ),
        AT_OFFICE,
    ),
    (
        GrantOfAuthorisation(
            subject=ContextId.parse("PeppolId", "PPL123456"),
            permission="PefInvoicing",
            description=WHY,
            full_name="Biuro Bogus",
        ),
        AT_OFFICE,
    ),
    (
        GrantIndirect(
            subject=Pesel.parse(PESEL),
            target=Target.ALL_PARTNERS,
            permissions=("InvoiceRead",),
            description=WHY,
            details=NAME,
        ),
        AT_OFFICE,
    ),
    (
        GrantIndirect(
            subject=Pesel.parse(PESEL),
            target=Nip.parse(OTHER),
            permissions=("InvoiceRead",),
            description=WHY,
            details=NAME,
        ),
        AT_OFFICE,
    ),
    (
        GrantInSubunit(
            subject=BY_CERTIFICATE,
            unit=InternalId.parse(UNIT),
            unit_name="Szkoła Podstawowa nr 1",
            description=WHY,
            details=WITHOUT_NUMBER,
        ),
        AT_OFFICE,
    ),
    (
        GrantInSubunit(
            subject=Pesel.parse(PESEL),
            unit=Nip.parse(OTHER),
            description=WHY,
            details=NAME,
        ),
        AT_OFFICE,
    ),
    (
        GrantOfEuAdministration(
            subject=BY_CERTIFICATE,
            context=AT_EU,
            description=WHY,
            name="Bogus s.r.o.",
            address="Praha 1",
            details=EntityOfFingerprint(full_name="Bogus s.r.o.", address="Praha 1"),
        ),
        AT_OFFICE,
    ),
    (
        GrantAtEuEntity(
            subject=BY_CERTIFICATE,
            permissions=("InvoiceRead",),
            description=WHY,
            details=WITH_NUMBER,
        ),
        AT_EU,
    ),
]


@pytest.mark.parametrize(
    ("request_", "context"), ALL, ids=[type(each[0]).__name__ for each in ALL]
)
def test_a_request_of_ours_has_the_form_that_the_judge_asks_for(
    request_: Grant, context: ContextId
) -> None:
    """What is missing is a fact (roles, live grants), and never a field."""
    told = judge(
        {
            **request_.to_json(),
            "endpoint": request_.endpoint,
            "context": typed(context),
            "unitKind": "local_budget_unit",
        },
        on=DAY,
    )

    odd = [each for each in told if each.severity is not Severity.INFO]
    assert [] == [each.rule for each in odd if not each.missing]
