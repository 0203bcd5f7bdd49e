"""Read the Polish trusted list: bytes in, verified services out, or one error.

    bytes -> 1 cap, XML -> 2 who signed -> 3 signature -> 4 services of what was signed

Promises
    - Only what the signature covers is read, and the signer is one of the pinned
      operators; the certificate inside the list vouches for nothing by itself.
    - Any bytes end in a TrustedList or in TrustedListRejected.

Not here: what the list says of one certificate (certs.trust).
Source: ETSI TS 119 612 V2.3.1, clauses 5.3 to 5.5 and annex on the signature.
"""

from base64 import b64decode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from cryptography.x509 import load_der_x509_certificate
from lxml import etree

from certs.criteria import Qualification, read_qualifications
from certs.errors import CertificateUnreadable, TrustedListRejected, Untrusted
from certs.fence import Fence
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.operators import OPERATORS
from certs.strict_xml import DS, parser
from vocabulary.clock import warsaw_day

if TYPE_CHECKING:
    from signxml import VerifyResult

MAX_BYTES: Final = 8 * 1024 * 1024
TSL: Final = "{http://uri.etsi.org/02231/v2#}"
_VERSIONS: Final = frozenset({"5", "6"})
CA_QC: Final = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """What a list says of a service from one instant on.

    Attributes:
        status: The last part of its address: `granted`, `withdrawn`, ...
        since: From when, UTC.
        purposes: `ForeSeals`, `ForeSignatures`, ...; empty where none is said.
        qualifications: Which certificates of the service are qualified how.
    """

    status: str
    since: datetime
    purposes: frozenset[str]
    qualifications: tuple[Qualification, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A CA/QC service.

    Attributes:
        certificates: Those that stand for its keys: anchors of paths.
        statuses: Its statuses, newest first.
    """

    certificates: tuple[SealCertificate, ...]
    statuses: tuple[ServiceStatus, ...]

    @property
    def keys(self) -> Iterator[PublicKey]:
        """The keys that issue for it."""
        return (each.public_key() for each in self.certificates)

    def status_at(self, instant: datetime) -> ServiceStatus | None:
        """Give the status at an instant; None before the first."""
        begun = [each for each in self.statuses if each.since <= instant]
        return max(begun, key=lambda each: each.since, default=None)


@dataclass(frozen=True, slots=True)
class TrustedList:
    """A list whose signature was verified.

    Attributes:
        number: Its sequence number.
        issued: When it was issued, UTC.
        next_update: Until when the next one was promised, UTC; None: a closed list.
        services: Its CA/QC services.
    """

    number: int
    issued: datetime
    next_update: datetime | None
    services: tuple[Service, ...]

    def age_days(self, on: date) -> int:
        """Count the days from its issue to a day in Europe/Warsaw."""
        return (on - warsaw_day(self.issued)).days

    def is_stale(self, on: date) -> bool:
        """Tell whether it had promised a newer one by a day in Europe/Warsaw."""
        return self.next_update is None or warsaw_day(self.next_update) < on


def read_trusted_list(
    data: bytes, *, operators: Collection[str] = OPERATORS
) -> TrustedList:
    """Verify a trusted list and read its CA/QC services.

    Args:
        data: The XML as published, unchanged; at most 8 MiB.
        operators: SHA-256 of the certificates that may sign it, hex.

    Raises:
        TrustedListRejected: It is none, or does not prove itself.
    """
    # 1 cap, XML
    if len(data) > MAX_BYTES:
        raise TrustedListRejected(Untrusted.TOO_BIG)
    with Fence(TrustedListRejected(Untrusted.NOT_XML)):
        root = etree.fromstring(data, parser())
        if root.getroottree().docinfo.internalDTD is not None:
            raise TrustedListRejected(Untrusted.NOT_XML)
    if root.tag != f"{TSL}TrustServiceStatusList":
        raise TrustedListRejected(Untrusted.NOT_A_LIST)
    # 2 who signed
    signer = _signer(root)
    if signer.sha256.hex() not in operators:
        raise TrustedListRejected(Untrusted.UNKNOWN_SIGNER)
    # 3 signature
    signed = _signed(root, signer)
    # 4 services
    with _fence(Untrusted.NOT_A_LIST):
        found = _read(signed)
    if not signer.valid_at(found.issued):
        raise TrustedListRejected(Untrusted.UNKNOWN_SIGNER)
    return found


def _fence(reason: Untrusted) -> Fence:
    """Make a fence that a broken certificate of the list does not pass either."""
    return Fence(TrustedListRejected(reason), passing=TrustedListRejected)


def _signer(root: etree._Element) -> SealCertificate:
    held = root.findall(f"{DS}Signature/{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    with _fence(Untrusted.UNKNOWN_SIGNER):
        return load_leaf(b64decode(held[0].text or ""))


def _signed(root: etree._Element, signer: SealCertificate) -> etree._Element:
    from signxml import SignatureConfiguration  # noqa: PLC0415 - costs 100 ms
    from signxml import XMLVerifier as Verifier  # noqa: PLC0415 - as above

    with _fence(Untrusted.SIGNATURE):
        certificate = load_der_x509_certificate(signer.der)
        config = SignatureConfiguration(
            location="./",
            expect_references=True,  # the one over the whole list is picked below
            # The list's own date is held against the validity, in step 4.
            verification_time=certificate.not_valid_before_utc,
        )
        results: list[VerifyResult] = Verifier().verify(
            root,
            x509_cert=certificate,
            parser=parser(),
            expect_config=config,
            validate_schema=False,
        )
        covered: list[etree._Element] = [each.signed_xml for each in results]
        [whole] = [each for each in covered if each.tag == root.tag]
        return whole


def _read(root: etree._Element) -> TrustedList:
    scheme = f"{TSL}SchemeInformation"
    version = root.findtext(f"{scheme}/{TSL}TSLVersionIdentifier", "")
    territory = root.findtext(f"{scheme}/{TSL}SchemeTerritory")
    if version not in _VERSIONS or territory != "PL":
        raise TrustedListRejected(Untrusted.NOT_A_LIST)
    until = root.findtext(f"{scheme}/{TSL}NextUpdate/{TSL}dateTime")
    return TrustedList(
        number=int(root.findtext(f"{scheme}/{TSL}TSLSequenceNumber", "")),
        issued=_instant(root.findtext(f"{scheme}/{TSL}ListIssueDateTime", "")),
        next_update=_instant(until) if until else None,
        services=tuple(_services(root)),
    )


def _services(root: etree._Element) -> Iterator[Service]:
    for service in root.iter(f"{TSL}TSPService"):
        now = service.find(f"{TSL}ServiceInformation")
        if now is None or now.findtext(f"{TSL}ServiceTypeIdentifier") != CA_QC:
            continue
        past = service.findall(f"{TSL}ServiceHistory/{TSL}ServiceHistoryInstance")
        yield Service(
            certificates=tuple(_certificates(now)),
            statuses=tuple(_status(e) for e in (now, *past)),
        )


def _certificates(service: etree._Element) -> Iterator[SealCertificate]:
    identity = f"{TSL}ServiceDigitalIdentity/{TSL}DigitalId/{TSL}X509Certificate"
    for each in service.iterfind(identity):
        try:
            found = load_leaf(b64decode(each.text or ""))
            found.public_key()
        except CertificateUnreadable:
            continue  # a key of another kind has signed no seal that we read
        yield found


def _status(entry: etree._Element) -> ServiceStatus:
    uris = entry.iterfind(f".//{TSL}AdditionalServiceInformation/{TSL}URI")
    return ServiceStatus(
        status=_last(entry.findtext(f"{TSL}ServiceStatus", "")),
        since=_instant(entry.findtext(f"{TSL}StatusStartingTime", "")),
        purposes=frozenset(_last(each.text or "") for each in uris),
        qualifications=read_qualifications(entry),
    )


def _last(uri: str) -> str:
    return uri.strip().rpartition("/")[2]


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text.strip())
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    return instant
