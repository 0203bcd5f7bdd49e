"""What a certificate is told before anything leaves."""

from datetime import UTC, datetime

import pytest

from certs.model import SealCertificate
from ksef.access.auth_request import SubjectType
from ksef.access.context import ContextId
from ksef.access.seal_checks import check_certificate
from tests.bogus_pki import BOGUS_NIP, NOT_AFTER, certificate, ec_key, ec_seal, name
from tests.ksef.access.places import OFFICE, PEPPOL, UNIT, VAT_UE

NOW = datetime(2026, 6, 1, tzinfo=UTC)
OTHER_NIP = "9990001114"
HELD = (("2.5.4.6", "PL"), ("2.5.4.10", "Bogus"), ("2.5.4.3", "Bogus"))
GIVEN = "2.5.4.42"
SURNAME, SERIAL, ORGANIZATION = "2.5.4.4", "2.5.4.5", "2.5.4.97"


def of(*more: tuple[str, str]) -> SealCertificate:
    """Make a certificate whose subject holds this, besides C, O and CN."""
    return certificate(ec_key(), subject=name(*HELD, *more))


def rules(
    found: SealCertificate,
    *,
    context: ContextId = OFFICE,
    subject: SubjectType = SubjectType.CERTIFICATE_SUBJECT,
    at: datetime = NOW,
) -> list[str]:
    """Name what is found, without its beginning."""
    return [
        each.rule.removeprefix("ksef.login.")
        for each in check_certificate(found, context=context, subject=subject, at=at)
    ]


def test_a_seal_of_the_context_is_the_owners() -> None:
    """Nothing is to be said: VATPL with the NIP of the context."""
    assert [] == rules(ec_seal().certificate)


@pytest.mark.parametrize(
    ("organization", "found"),
    [
        (f"VATPL-{BOGUS_NIP}", []),
        (f"VATPL-{BOGUS_NIP} BR:PL-0001", ["nip_read_loosely"]),
        (f"VATPL-{OTHER_NIP}", ["nip_of_another"]),
        (f"VATPL-123456785 {OTHER_NIP}", ["nip_read_loosely", "nip_of_another"]),
        ("NTRPL-0000123456", ["no_nip"]),
        ("VATDE-123456789", ["no_nip"]),
    ],
)
def test_the_nip_is_read_as_ksef_reads_it_and_as_it_is_built(
    organization: str, found: list[str]
) -> None:
    """The published pattern takes the first ten digits anywhere behind VATPL."""
    assert found == rules(of((ORGANIZATION, organization)))


def test_a_seal_without_an_organization_names_nobody() -> None:
    """KSeF finds no NIP, so it logs in by its fingerprint or not at all."""
    assert ["no_nip"] == rules(of())


@pytest.mark.parametrize("personal", [GIVEN, SURNAME])
def test_a_seal_with_a_persons_name_is_no_seal(personal: str) -> None:
    """KSeF forbids both in a seal, and finds no person in it either."""
    found = of((ORGANIZATION, f"VATPL-{BOGUS_NIP}"), (personal, "Bogus"))

    assert ["person_in_seal"] == rules(found)


@pytest.mark.parametrize(
    "serial", ["PNOPL-30112206276", "PESEL:30112206276", f"TINPL-{BOGUS_NIP}"]
)
def test_a_signature_logs_in_the_person(serial: str) -> None:
    """A director signs for herself; that is said, and not stopped."""
    found = of((GIVEN, "Bogus"), (SURNAME, "Bogus"), (SERIAL, serial))

    assert ["person"] == rules(found, context=UNIT)


@pytest.mark.parametrize("serial", ["PNODE-30112206276", "CEIDG", "PNOPL-3011220627"])
def test_a_signature_without_a_number_logs_in_nobody(serial: str) -> None:
    """KSeF reads a PESEL or a NIP of Poland, and nothing else."""
    assert ["person_in_seal"] == rules(of((GIVEN, "Bogus"), (SERIAL, serial)))


@pytest.mark.parametrize(
    ("context", "found"),
    [
        (UNIT, ["own_unit"]),
        (ContextId.parse("InternalId", f"{OTHER_NIP}-00002"), ["unit_of_another"]),
        (VAT_UE, ["vat_ue_by_fingerprint"]),
        (PEPPOL, ["peppol_of_another"]),
    ],
    ids=str,
)
def test_the_context_of_a_unit_is_told_apart(
    context: ContextId, found: list[str]
) -> None:
    """The owner's rights do not go over to a unit; 415 comes as a surprise."""
    assert found == rules(ec_seal().certificate, context=context)


def test_a_peppol_provider_is_known_by_its_common_name() -> None:
    """It has no NIP, and needs none."""
    found = certificate(ec_key(), subject=name(("2.5.4.3", PEPPOL.reveal())))

    assert [] == rules(found, context=PEPPOL)


@pytest.mark.parametrize(
    "found", [of(), of((ORGANIZATION, "NTRPL-0000123456")), of((GIVEN, "Bogus"))]
)
def test_by_its_fingerprint_any_certificate_logs_in(found: SealCertificate) -> None:
    """What stands in its name does not matter; that grants are bound to it does."""
    how = SubjectType.CERTIFICATE_FINGERPRINT

    assert ["by_fingerprint"] == rules(found, subject=how)


def test_a_certificate_that_is_over_is_told_with_the_rest() -> None:
    """Everything at once, so that a person mends it once."""
    found = of((ORGANIZATION, "NTRPL-0000123456"))
    later = NOT_AFTER.replace(year=2061)

    assert ["certificate_not_valid", "no_nip"] == rules(found, at=later)


def test_no_finding_names_anybody() -> None:
    """Findings are printed and logged."""
    told = check_certificate(
        of((ORGANIZATION, f"VATPL-123456785 {OTHER_NIP}")),
        context=OFFICE,
        subject=SubjectType.CERTIFICATE_SUBJECT,
        at=NOW,
    )

    assert OTHER_NIP not in repr(told)
    assert BOGUS_NIP not in repr(told)
