"""A certificate and its findings as `--json` prints them; the keys are stable."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jst.cli.language import say
from vocabulary.finding import Finding, Severity

if TYPE_CHECKING:
    from certs.model import SealCertificate
    from certs.names import Name


def seal_json(certificate: "SealCertificate") -> dict[str, Any]:
    """Describe a certificate; big numbers are text.

    Raises:
        CertificateUnreadable: A field that is read late is broken.
    """
    extensions = certificate.extensions
    organisation = certificate.organization_identifier
    qc = extensions.qc
    return {
        "serialDecimal": certificate.serial_text,
        "serialHex": f"{certificate.serial:X}",
        "issuer": _name(certificate.issuer),
        "subject": _name(certificate.subject),
        "notBefore": utc(certificate.not_before),
        "notAfter": utc(certificate.not_after),
        "organizationIdentifier": organisation.text if organisation else None,
        "nip": certificate.nip.reveal() if certificate.nip else None,
        "keyUsage": list(extensions.key_usage or ()),
        "qc": {
            "compliance": bool(qc and qc.compliance),
            "sscd": bool(qc and qc.sscd),
            "types": list(qc.types) if qc else [],
            "pds": [
                {"url": url, "language": language}
                for url, language in (qc.pds if qc else ())
            ],
        },
        "policies": list(extensions.policies),
        "sha256": certificate.sha256.hex(),
        "pem": certificate.pem,
        "findings": [seal_finding_json(each) for each in certificate.findings],
    }


def _name(name: "Name") -> dict[str, Any]:
    attributes = [each for rdn in name.rdns for each in rdn]
    return {
        "windows": name.windows,
        "rfc4514": name.rfc4514,
        "der": [
            {"attribute": kind, "value": value, "type": each.string_type}
            for (kind, value), each in zip(name.der, attributes, strict=True)
        ],
    }


def seal_finding_json(finding: Finding) -> dict[str, str]:
    """Describe a finding about a certificate."""
    return {
        "code": finding.rule,
        "severity": finding.severity.value,
        "text": finding.message,
        "reference": finding.clause,
    }


def findings_text(findings: Iterable[Finding]) -> list[str]:
    """Write findings for people, one a line."""
    words = {
        Severity.ERROR: say("błąd", "error"),
        Severity.WARNING: say("uwaga", "warning"),
        Severity.INFO: say("informacja", "note"),
    }
    return [
        f"{words[each.severity]}: {each.message} ({each.clause}) [{each.rule}]"
        for each in findings
    ]


def shown(text: str) -> str:
    """Write what a terminal would obey as JSON does; letters stay as they are."""
    return "".join(
        char if char.isprintable() else json.dumps(char)[1:-1] for char in text
    )


def utc(instant: datetime) -> str:
    """Write an instant of a certificate: whole seconds, UTC."""
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
