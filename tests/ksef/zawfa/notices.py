"""The notices that the tests of ZAW-FA start from; everybody in them is made up."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ksef.model import Body, ZawFaPurpose
from ksef.zawfa.model import (
    Address,
    Contact,
    EarlierPerson,
    Filer,
    IdentityDocument,
    LocalGovernment,
    Notice,
    Person,
    Route,
    Signer,
    UniqueData,
)
from vocabulary.identifiers import Nip, Pesel

# Numbers that the Ministry's own test data use; of nobody.
NIP = Nip.parse("3755747347")
PESEL = Pesel.parse("38092277125")
MADE_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
IN_2022, IN_2023, IN_2026 = date(2022, 5, 4), date(2023, 5, 4), date(2026, 11, 21)
HASH = "0123456789abcdef" * 4
SEAT = Address(
    country="PL",
    voivodeship="mazowieckie",
    county="przykładowski",
    commune="Przykładowo",
    street="Wzorcowa",
    house="1",
    flat="2",
    town="Przykładowo",
    postcode="00-001",
)
COMPANY = Filer(
    body=Body.COMPANY,
    name="Zakład Zmyślony sp. z o.o.",
    nip=NIP,
    address=SEAT,
    contact=Contact(phone="220000000", email="biuro@zmyslony.example"),
    can_authenticate=False,
    signers_required=2,
)
WOMAN = Person(
    identifier=PESEL,
    surname="Niebyła",
    first_name="Żaneta",
    address=SEAT,
    contact=Contact(phone="220000001", email="z.niebyla@zmyslony.example"),
)
STRANGER = Person(
    identifier=None,
    surname="Nemand",
    first_name="Nora",
    birth_date=date(1980, 2, 29),
    document=IdentityDocument(kind="paszport", number="BOGUS0001", country="CZ"),
    address=replace(SEAT, country="CZ", voivodeship="", county="", commune=""),
    contact=Contact(phone="420000000", email="n.nemand@zmyslony.example"),
    signature_without_id=True,
)


def signing(count: int, position: str = "członek zarządu") -> tuple[Signer, ...]:
    """Make so many signers."""
    return tuple(
        Signer(surname=f"Wymyślony{chr(64 + n)}", first_name="Jan", position=position)
        for n in range(1, count + 1)
    )


GRANT = Notice(
    purpose=ZawFaPurpose.GRANT,
    filing_on=IN_2022,
    addressee="Naczelnik Urzędu Skarbowego w Przykładowie",
    route=Route.PAPER,
    filer=COMPANY,
    persons=(WOMAN,),
    earlier=EarlierPerson.NONE,
    signers=signing(2),
)
NOW = replace(GRANT, filing_on=IN_2026)
REVOKE = replace(NOW, purpose=ZawFaPurpose.REVOKE)
OWN_SIGNATURE = replace(
    GRANT,
    purpose=ZawFaPurpose.REPORT_SIGNATURE,
    filer=replace(
        COMPANY,
        body=Body.SOLE_TRADER,
        name="Niebyła, Żaneta",
        can_authenticate=None,
        signers_required=None,
    ),
    persons=(),
    earlier=None,
    unique_data=UniqueData(fingerprint=HASH),
    signers=(Signer(surname="Niebyła", first_name="Żaneta", position="podatnik"),),
)
ENFORCEMENT = replace(
    GRANT,
    filer=replace(
        COMPANY,
        body=Body.ENFORCEMENT_AUTHORITY,
        name="Wójt Gminy Przykładowo",
        signers_required=1,
    ),
    signers=signing(1, "wójt"),
)
EIGHT = replace(
    GRANT,
    filer=replace(COMPANY, signers_required=8),
    signers=signing(8),
)
WITHOUT_ID = replace(
    GRANT, persons=(STRANGER,), unique_data=UniqueData(fingerprint=HASH)
)
COMMUNE = replace(
    NOW,
    filer=replace(
        COMPANY,
        body=Body.JST,
        name="Gmina Przykładowo",
        local_government=LocalGovernment.COMMUNE,
        signers_required=None,
    ),
    signers=signing(1, "wójt"),
)
SEAL = replace(
    NOW,
    purpose=ZawFaPurpose.REPORT_SEAL,
    persons=(),
    unique_data=UniqueData(fingerprint=HASH, has_id=False),
)
GOOD = {
    "company": GRANT,
    "own_signature": OWN_SIGNATURE,
    "enforcement": ENFORCEMENT,
    "eight": EIGHT,
    "without_id": WITHOUT_ID,
    "company_now": NOW,
    "commune": COMMUNE,
    "revocation": REVOKE,
    "revoke_all": replace(
        NOW, purpose=ZawFaPurpose.REVOKE_ALL, persons=(), earlier=None
    ),
    "own_signature_now": replace(OWN_SIGNATURE, filing_on=IN_2026),
    "seal": SEAL,
    "eight_now": replace(EIGHT, filing_on=IN_2026),
    "without_id_now": replace(WITHOUT_ID, filing_on=IN_2026),
}
