"""A trusted list that nobody issued, and seals of its one service."""

from cryptography import x509
from lxml import etree

from certs.model import SealCertificate
from tests import bogus_pki
from tests.vectors.make_certs import oid, tlv

SVC = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
INFO = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt"
SEAL_POLICY, OTHER_POLICY = "1.2.616.1.9999.1", "1.2.616.1.9999.2"
UNTIL = "<NextUpdate><dateTime>2059-01-01T08:00:00Z</dateTime></NextUpdate>"
OPERATOR = bogus_pki.ec_seal()
OPERATORS = {OPERATOR.certificate.sha256.hex()}


def criteria(inner: str, need: str = "all") -> str:
    """A list of conditions."""
    return f'<q:CriteriaList assert="{need}">{inner}</q:CriteriaList>'


def policy(*policies: str) -> str:
    """The condition that all these policies are there."""
    ids = "".join(
        f"<q:PolicyIdentifier><x:Identifier>{each}</x:Identifier></q:PolicyIdentifier>"
        for each in policies
    )
    return f"<q:PolicySet>{ids}</q:PolicySet>"


def usage(**bits: str) -> str:
    """The condition that bits of key usage are so."""
    each = "".join(
        f'<q:KeyUsageBit name="{bit}">{text}</q:KeyUsageBit>'
        for bit, text in bits.items()
    )
    return f"<q:KeyUsage>{each}</q:KeyUsage>"


def qualification(conditions: str, *qualifiers: str) -> str:
    """Qualifiers for the certificates that meet the conditions."""
    each = "".join(f'<q:Qualifier uri="{INFO}/{name}"/>' for name in qualifiers)
    return (
        "<q:QualificationElement>"
        f"<q:Qualifiers>{each}</q:Qualifiers>{conditions}</q:QualificationElement>"
    )


FOR_SEALS = qualification(criteria(policy(SEAL_POLICY)), "QCStatement", "QCForESeal")


def status(
    word: str = "granted",
    since: str = "2019-01-01T00:00:00Z",
    qualifications: str = FOR_SEALS,
    purposes: tuple[str, ...] = (),
) -> str:
    """What a service is from one instant on."""
    uris = "".join(
        f"<AdditionalServiceInformation><URI>{INFO}/{each}</URI>"
        "</AdditionalServiceInformation>"
        for each in purposes
    )
    return (
        f"<ServiceStatus>http://uri.etsi.org/Svcstatus/{word}</ServiceStatus>"
        f"<StatusStartingTime>{since}</StatusStartingTime>"
        f"<Extension>{uris}<q:Qualifications>{qualifications}</q:Qualifications>"
        "</Extension>"
    )


def document(
    now: str | None = None,
    past: tuple[str, ...] = (),
    *,
    kind: str = "CA/QC",
    version: str = "5",
    issued: str = "2026-10-01T08:00:00Z",
    next_update: str = UNTIL,
    keys: str | None = None,
) -> etree._Element:
    """A list of one service, not signed."""
    body = b64(bogus_pki.authority()) if keys is None else keys
    history = "".join(
        f"<ServiceHistoryInstance>{each}</ServiceHistoryInstance>" for each in past
    )
    return etree.fromstring(
        '<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"'
        f' xmlns:q="{SVC}" xmlns:x="http://uri.etsi.org/01903/v1.3.2#">'
        f"<SchemeInformation><TSLVersionIdentifier>{version}</TSLVersionIdentifier>"
        "<TSLSequenceNumber>999</TSLSequenceNumber>"
        "<SchemeTerritory>PL</SchemeTerritory>"
        f"<ListIssueDateTime>{issued}</ListIssueDateTime>{next_update}"
        "</SchemeInformation><TSPService><ServiceInformation><ServiceTypeIdentifier>"
        f"http://uri.etsi.org/TrstSvc/Svctype/{kind}</ServiceTypeIdentifier>"
        f"<ServiceDigitalIdentity>{body}</ServiceDigitalIdentity>"
        f"{now or status()}</ServiceInformation>"
        f"<ServiceHistory>{history}</ServiceHistory></TSPService>"
        "<TSPService/></TrustServiceStatusList>"
    )


def b64(*certificates: SealCertificate) -> str:
    """Certificates as a list holds them."""
    bodies = ("".join(each.pem.splitlines()[1:-1]) for each in certificates)
    return "".join(
        f"<DigitalId><X509Certificate>{body}</X509Certificate></DigitalId>"
        for body in bodies
    )


def signed(root: etree._Element) -> bytes:
    """The list under the operator's seal."""
    return OPERATOR.sign(root)


def seal(
    *,
    policies: tuple[str, ...] = (SEAL_POLICY,),
    types: tuple[str, ...] | None = (),
    subject: x509.Name | None = None,
    issuer_key: int = 0,
) -> SealCertificate:
    """A seal of the listed service; `types=None` leaves the QC statements out."""
    held: list[tuple[x509.ExtensionType, bool]] = [
        (
            x509.CertificatePolicies(
                [
                    x509.PolicyInformation(x509.ObjectIdentifier(each), None)
                    for each in policies
                ]
            ),
            True,
        )
    ]
    if types is not None:
        held.append((x509.UnrecognizedExtension(QC, statements(*types)), False))
    return bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=subject or bogus_pki.seal_name(),
        issuer_key=bogus_pki.ec_key(issuer_key),
        extensions=held,
    )


QC = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")


def statements(*types: str) -> bytes:
    """QC statements: compliance, device, retention, disclosure, and types."""
    base = "0.4.0.1862.1"
    place = tlv(48, tlv(22, b"https://bogus.test/pds.pdf"), tlv(19, b"pl"))
    held = [
        tlv(48, oid(f"{base}.1")),
        tlv(48, oid(f"{base}.4")),
        tlv(48, oid(f"{base}.3"), tlv(2, b"\x14")),
        tlv(48, oid(f"{base}.5"), tlv(48, place)),
    ]
    if types:
        held.append(tlv(48, oid(f"{base}.6"), tlv(48, *(oid(each) for each in types))))
    return tlv(48, *held)


ESIGN, ESEAL, WEB = (f"0.4.0.1862.1.6.{number}" for number in (1, 2, 3))
