"""An office that does not exist: its office.toml, two seals, who may sign for it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from lxml import etree

from certs.model import SealCertificate
from certs.trusted_list import TrustedList, read_trusted_list
from crpo.letter.checks import check_office, letter_of
from crpo.letter.model import Letter, NamedSeal
from crpo.letter.office_file import read_office_file
from tests import bogus_pki
from tests.bogus_pki import BOGUS_NIP, BogusSeal
from tests.certs import paths
from tests.certs.bogus_list import (
    ESEAL,
    ESIGN,
    OPERATORS,
    QC,
    SEAL_POLICY,
    document,
    signed,
    statements,
    status,
)

OFFICE_NIP = "9990000008"
REGON = "123456785"
GIVEN = "Jan"
SURNAME = "Próbny-Zmyślony"
HEAD = f"{GIVEN} {SURNAME}"
QCP_L = "0.4.0.194112.1.1"

TOML = f"""\
variant = "both"
seal_count = 2

[office]
name = "Gmina Bogus"
nip = "{BOGUS_NIP}"
office_nip = "{OFFICE_NIP}"
regon = "{REGON}"

[authority]
kind = "wójt"
name = "Wójt Gminy Bogus"

[seat]
street = "ul. Przykładowa"
building = "1"
flat = "2a"
postcode = "00-001"
town = "Bogusowo"

[unit_head]
given_names = "{GIVEN}"
surname = "{SURNAME}"
function = "Wójt Gminy Bogus"

[contact]
name = "Anna Bogusz-Żółw"
phone = "+48 12 345 67 89 wew. 12"
administrator_email = "admin@bogus.example"

[[seal]]
name = "System podatkowy „Bogus”, główna"
file = "jeden.pem"

[[seal]]
name = "System zapasowy"
file = "dwa.cer"
"""


@cache
def seal(
    number: int = 1,
    *,
    nip: str = BOGUS_NIP,
    subject: x509.Name | None = None,
    not_before: datetime = bogus_pki.NOT_BEFORE,
    not_after: datetime = datetime(2028, 6, 1, 12, 30, tzinfo=UTC),
    types: tuple[str, ...] = (ESEAL,),
) -> SealCertificate:
    """A seal of the bogus authority that its list calls qualified."""
    return bogus_pki.certificate(
        bogus_pki.ec_key(number),
        subject=subject or bogus_pki.seal_name(nip=nip),
        issuer_key=bogus_pki.ec_key(0),
        serial=0xBC00_0000_0000_0000_0000_0000_0000_0000_0B00 + number,
        not_before=not_before,
        not_after=not_after,
        extensions=_extensions(types, SEAL_POLICY),
    )


def person(
    given: str = "JAN",
    surname: str = "PRÓBNY-ZMYŚLONY",
    *,
    pesel: str = "44051401359",
    key: int = 5,
    not_before: datetime = bogus_pki.NOT_BEFORE,
    not_after: datetime = bogus_pki.NOT_AFTER,
) -> BogusSeal:
    """A qualified signature of a person, as a Polish provider issues it."""
    subject = _person_name(given, surname, pesel)
    return _issued(key, subject, (ESIGN,), "1.2.616.1.9999.3", not_before, not_after)


def a_person_with_broken_policies() -> BogusSeal:
    """The head's certificate, in which nobody can read what it claims."""
    subject = _person_name("JAN", "PRÓBNY-ZMYŚLONY", "44051401359")
    policies = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.32"), b"\x05")
    return _issued(9, subject, (), "", extensions=[(policies, False)])


def _person_name(given: str, surname: str, pesel: str) -> x509.Name:
    return bogus_pki.name(
        ("2.5.4.6", "PL"),
        ("2.5.4.5", f"PNOPL-{pesel}"),
        ("2.5.4.3", f"{given} {surname}"),
        ("2.5.4.42", given),
        ("2.5.4.4", surname),
    )


def trusted_signature_seal() -> BogusSeal:
    """The seal behind a podpis zaufany: QcCompliance, QCP-l and no QcType."""
    subject = bogus_pki.name(
        ("2.5.4.6", "PL"),
        ("2.5.4.97", f"VATPL-{BOGUS_NIP}"),
        ("2.5.4.10", "Bogus Ministerstwo"),
        ("2.5.4.3", "Bogus Minister - pieczęć podpisu zaufanego"),
    )
    return _issued(6, subject, (), QCP_L)


def a_seal_that_signs() -> BogusSeal:
    """The office's own seal, with its key."""
    return _issued(7, bogus_pki.seal_name(), (ESEAL,), SEAL_POLICY)


@cache
def a_list() -> TrustedList:
    """The trusted list that knows the bogus authority; good until 2027."""
    return read_trusted_list(list_bytes(), operators=OPERATORS)


def list_bytes() -> bytes:
    """The same as a file."""
    return signed(document(status()))


def write(folder: Path, toml: str = TOML) -> Path:
    """Write office.toml and the two seals; gives the path of the first."""
    (folder / "jeden.pem").write_text(seal(1).pem, "utf-8")
    (folder / "dwa.cer").write_bytes(seal(2, nip=OFFICE_NIP).der)
    path = folder / "office.toml"
    path.write_text(toml, "utf-8")
    return path


def checked_letter(toml: str = TOML, seals: int = 2) -> Letter:
    """The letter of the two seals, or of as many as are named."""
    office = read_office_file(toml.encode())
    held = [NamedSeal(f"Pieczęć „{n}”, bogus", seal(n)) for n in range(1, seals + 1)]
    return letter_of(office, held, check_office(office))


def sign(element: etree._Element, by: BogusSeal) -> bytes:
    """An enveloped XAdES signature, as `certs` makes it."""
    return by.sign(element)


def sha256_of(path: Path) -> str:
    """The digest of a file as a manifest has it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _issued(
    key: int,
    subject: x509.Name,
    types: tuple[str, ...],
    policy: str,
    not_before: datetime = bogus_pki.NOT_BEFORE,
    not_after: datetime = bogus_pki.NOT_AFTER,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> BogusSeal:
    made = bogus_pki.certificate(
        bogus_pki.ec_key(key),
        subject=subject,
        issuer_key=bogus_pki.ec_key(0),
        serial=0xBC00_0000_0000_0000_0000_0000_0000_0000_0C00 + key,
        not_before=not_before,
        not_after=not_after,
        extensions=extensions or _extensions(types, policy),
    )
    return BogusSeal(bogus_pki.ec_key(key), made, bogus_pki.authority())


def _extensions(
    types: tuple[str, ...], policy: str
) -> list[tuple[x509.ExtensionType, bool]]:
    place = x509.UniformResourceIdentifier("http://bogus.test/list.crl")
    point = x509.DistributionPoint([place], None, None, None)
    policies = x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier(policy), None)]
    )
    return [
        (paths.usage("content_commitment"), True),
        (policies, False),
        (x509.CRLDistributionPoints([point]), False),
        (x509.UnrecognizedExtension(QC, statements(*types)), False),
    ]
