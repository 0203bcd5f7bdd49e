"""Seals that are right but for one thing, written octet by octet.

`SEALS["good"]` meets every clause; each other one breaks what its name says. Signatures
are bogus: no profile looks at them.
"""

from tests.vectors.make_certs import (
    CA,
    CN,
    ECDSA_NULL,
    LEAF,
    PL,
    ZAUFANIE,
    C,
    O,
    attribute,
    extension,
    extensions,
    made,
    name,
    oid,
    tlv,
    utf8,
)

IDENTIFIER = "2.5.4.97"
QC = "0.4.0.1862.1"
ESEAL = tlv(48, oid(f"{QC}.6"), tlv(48, oid(f"{QC}.6.2")))
COMPLIANCE, DEVICE = tlv(48, oid(f"{QC}.1")), tlv(48, oid(f"{QC}.4"))


def uri(text: str) -> bytes:
    """A GeneralName."""
    return tlv(0x86, text.encode())


def usage(bits: bytes, *, critical: bool = True) -> bytes:
    """The extension keyUsage with these octets of a BIT STRING."""
    return extension("2.5.29.15", tlv(3, bits), critical=critical)


def policies(*held: str, critical: bool = False) -> bytes:
    """The extension certificatePolicies."""
    value = tlv(48, *(tlv(48, oid(each)) for each in held))
    return extension("2.5.29.32", value, critical=critical)


def access(*pairs: tuple[str, str], critical: bool = False) -> bytes:
    """The extension authorityInfoAccess."""
    value = tlv(48, *(tlv(48, oid(kind), uri(where)) for kind, where in pairs))
    return extension("1.3.6.1.5.5.7.1.1", value, critical=critical)


def crl(where: str) -> bytes:
    """The extension cRLDistributionPoints."""
    point = tlv(48, tlv(0xA0, tlv(0xA0, uri(where))))
    return extension("2.5.29.31", tlv(48, point))


def pds(url: str, language: str) -> bytes:
    """The statement with the address of a disclosure."""
    place = tlv(48, tlv(22, url.encode()), tlv(19, language.encode()))
    return tlv(48, oid(f"{QC}.5"), tlv(48, place))


def retention(years: int) -> bytes:
    """The statement of how long records are kept."""
    return tlv(48, oid(f"{QC}.3"), tlv(2, bytes([years])))


def statements(*held: bytes, critical: bool = False) -> bytes:
    """The extension qcStatements."""
    return extension("1.3.6.1.5.5.7.1.3", tlv(48, *held), critical=critical)


OCSP = ("1.3.6.1.5.5.7.48.1", "http://ocsp.bogus.example.com")
ISSUER = ("1.3.6.1.5.5.7.48.2", "http://bogus.example.com/ca.crt")
AUTHORITY_KEY = extension("2.5.29.35", tlv(48, tlv(0x80, b"\7" * 20)))
DISCLOSURE = pds("https://bogus.example.com/pds.pdf", "pl")
PARTS = {
    "basic": LEAF,
    "authority_key": AUTHORITY_KEY,
    "usage": usage(b"\x06\x40"),
    "policies": policies("0.4.0.194112.1.3"),
    "access": access(OCSP, ISSUER),
    "crl": crl("http://bogus.example.com/ca.crl"),
    "qc": statements(COMPLIANCE, DEVICE, ESEAL, DISCLOSURE, retention(20)),
    "subject_key": extension("2.5.29.14", tlv(4, b"\7" * 20)),
    "other": b"",
}
# RFC 3739's statement 2 with the semantics of EN 319 412-1 for legal persons.
SEMANTICS = tlv(48, oid("1.3.6.1.5.5.7.11.2"), tlv(48, oid("0.4.0.194121.1.2")))
CLAIMED = statements(COMPLIANCE, DEVICE, ESEAL, DISCLOSURE, SEMANTICS)
BOGUS = attribute(O, utf8("Gmina Bogus"))
VAT = attribute(IDENTIFIER, utf8("VATPL-1234563218"))
COMMON = attribute(CN, utf8("Urząd Gminy Bogus"))
SUBJECT = (PL, BOGUS, COMMON, VAT)
AUTHORITY = (PL, ZAUFANIE, CA, attribute(IDENTIFIER, utf8("VATPL-1234563218")))


# A user's notice of more than the 200 characters of RFC 5280, as EuroCert writes it.
_NOTICE = tlv(48, oid("1.3.6.1.5.5.7.2.2"), tlv(48, utf8("Bogus. " * 40)))
NOTICED = extension(
    "2.5.29.32", tlv(48, tlv(48, oid("0.4.0.194112.1.3"), tlv(48, _NOTICE)))
)


def with_extensions(**changed: bytes) -> bytes:
    """A seal with some extensions replaced; an empty one is left out."""
    return made(
        issuer=name(*AUTHORITY),
        subject=name(*SUBJECT),
        extensions=extensions(*(PARTS | changed).values()),
    )


def with_subject(*held: bytes) -> bytes:
    """A seal of another subject."""
    return made(
        issuer=name(*AUTHORITY),
        subject=name(*held),
        extensions=extensions(*PARTS.values()),
    )


def identified(text: str) -> bytes:
    """A seal with another organizationIdentifier."""
    return with_subject(PL, BOGUS, COMMON, attribute(IDENTIFIER, utf8(text)))


def with_qc(*held: bytes) -> bytes:
    """A seal with other statements."""
    return with_extensions(qc=statements(*held))


def with_parts(**parts: bytes) -> bytes:
    """A seal with other parts than extensions and subject."""
    whole = {
        "issuer": name(*AUTHORITY),
        "subject": name(*SUBJECT),
        "extensions": extensions(*PARTS.values()),
    }
    return made(**(whole | parts))


def of_ksef(issuer: str) -> bytes:
    """A certificate as KSeF issues them: type of a seal, and no compliance."""
    return with_parts(
        issuer=name(PL, attribute(CN, utf8(issuer))),
        extensions=extensions(*(PARTS | {"qc": statements(ESEAL)}).values()),
    )


SEALS = {
    "good": with_extensions(),
    # RFC 5280
    "no authority key": with_extensions(authority_key=b""),
    "no subject key": with_extensions(subject_key=b""),
    "usage not critical": with_extensions(usage=usage(b"\x06\x40", critical=False)),
    "an authority": with_extensions(
        basic=extension("2.5.29.19", tlv(48, tlv(1, b"\xff")), critical=True)
    ),
    "access critical": with_extensions(access=access(OCSP, ISSUER, critical=True)),
    "unknown critical": with_extensions(
        other=extension("1.2.616.1.9999.1", tlv(5), critical=True)
    ),
    "no issuer": with_parts(issuer=name()),
    "two algorithms": with_parts(outer=ECDSA_NULL),
    # ETSI EN 319 412-1
    "identifier without form": identified("1234563218"),
    "identifier of an unknown register": identified("XYZPL-1234563218"),
    "identifier of a country's register": identified("PL:PL-1234563218"),
    "identifier without form, though its form is claimed": with_parts(
        subject=name(PL, BOGUS, COMMON, attribute(IDENTIFIER, utf8("1234563218"))),
        extensions=extensions(*(PARTS | {"qc": CLAIMED}).values()),
    ),
    "unknown register, though a known one is claimed": with_parts(
        subject=name(PL, BOGUS, COMMON, attribute(IDENTIFIER, utf8("XYZPL-1"))),
        extensions=extensions(*(PARTS | {"qc": CLAIMED}).values()),
    ),
    "a known register, as claimed": with_extensions(qc=CLAIMED),
    "identifier of KRS": identified("NTRPL-0000000000"),
    # ETSI EN 319 412-2
    "no country of the issuer": with_parts(issuer=name(*AUTHORITY[1:])),
    "no usage": with_extensions(usage=b""),
    "usage of a certificate for keys": with_extensions(usage=usage(b"\x02\x04")),
    "policies critical": with_extensions(
        policies=policies("0.4.0.194112.1.3", critical=True)
    ),
    "no policies": with_extensions(policies=b""),
    "own policy only": with_extensions(policies=policies("1.2.616.1.9999")),
    "two policies of the EU": with_extensions(
        policies=policies("0.4.0.194112.1.1", "0.4.0.194112.1.3")
    ),
    "policy with a long notice": with_extensions(policies=NOTICED),
    "no revocation": with_extensions(access=access(ISSUER), crl=b""),
    "no crl": with_extensions(crl=b""),
    "crl in https": with_extensions(crl=crl("https://bogus.example.com/ca.crl")),
    "no address of the issuer": with_extensions(access=access(OCSP)),
    "no access": with_extensions(access=b""),
    # ETSI EN 319 412-3
    "no country": with_subject(BOGUS, COMMON, VAT),
    "no organisation": with_subject(PL, COMMON, VAT),
    "no common name": with_subject(PL, BOGUS, VAT),
    "no identifier": with_subject(PL, BOGUS, COMMON),
    "two organisations": with_subject(PL, BOGUS, BOGUS, COMMON, VAT),
    "identifier is the name": with_subject(
        PL, attribute(O, utf8("VATPL-1234563218")), COMMON, VAT
    ),
    "usage B": with_extensions(usage=usage(b"\x06\xc0")),
    "usage C": with_extensions(usage=usage(b"\x07\x80")),
    "unknown country": with_subject(attribute(C, tlv(19, b"XX")), BOGUS, COMMON, VAT),
    # ETSI EN 319 412-5
    "no statements": with_extensions(qc=b""),
    "statements critical": with_extensions(
        qc=statements(COMPLIANCE, DEVICE, ESEAL, DISCLOSURE, critical=True)
    ),
    "no compliance": with_qc(DEVICE, ESEAL, DISCLOSURE),
    "no device": with_qc(COMPLIANCE, ESEAL, DISCLOSURE),
    "no type": with_qc(COMPLIANCE, DEVICE, DISCLOSURE),
    "type of a signature": with_qc(
        COMPLIANCE,
        DEVICE,
        tlv(48, oid(f"{QC}.6"), tlv(48, oid(f"{QC}.6.1"))),
        DISCLOSURE,
    ),
    "no disclosure": with_qc(COMPLIANCE, DEVICE, ESEAL),
    "disclosure in http": with_qc(
        COMPLIANCE, DEVICE, ESEAL, pds("http://bogus.example.com/pds.pdf", "pl")
    ),
    "disclosure in no language": with_qc(
        COMPLIANCE, DEVICE, ESEAL, pds("https://bogus.example.com/pds.pdf", "xx")
    ),
    "disclosure in a language of one letter": with_qc(
        COMPLIANCE, DEVICE, ESEAL, pds("https://bogus.example.com/pds.pdf", "p")
    ),
    "no years of retention": with_qc(
        COMPLIANCE, DEVICE, ESEAL, DISCLOSURE, retention(0)
    ),
}
