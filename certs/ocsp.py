"""Ask an OCSP responder, and read what it says of one certificate.

    bytes -> 1 cap, status -> 2 signer, 3 signature -> 4 the certificate -> 5 age

A response speaks for a certificate when its CertID fits (SHA-1 or SHA-2), and the
authority that issued the certificate signed it, or someone whom that very key has
made a responder (id-kp-OCSPSigning). Read with asn1crypto, so that a responder's odd
certificate does not stop us. Any bytes end in a Statement or in StatementRejected.

Source: RFC 6960, sections 3.2 and 4.2; RFC 9654 (nonce).
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from asn1crypto import ocsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder

from certs.der import CONTEXT, SEQUENCE, Node, inside, nodes, parts_of, root
from certs.errors import CertificateUnreadable, Unreadable
from certs.errors_now import StatementRejected, Unproved
from certs.extensions import EXTENDED_USAGE, KEY_USAGE
from certs.fence import Fence
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.other_files import is_html
from certs.path import is_issued_by
from certs.signed_by import check_signature
from certs.statement import (
    SKEW,
    Asked,
    Revoked,
    Source,
    Statement,
    Status,
    check_age,
    fenced,
    status_at,
)

MAX_BYTES: Final = 131_072
NONCE_BYTES: Final = 32
REQUEST_TYPE: Final = "application/ocsp-request"
OCSP_SIGNING: Final = "1.3.6.1.5.5.7.3.9"
_NO_CHECK: Final = "1.3.6.1.5.5.7.48.1.5"
# Where nothing is promised, an answer counts for a day (RFC 6960, 4.2.2.1).
_WITHOUT_END: Final = timedelta(days=1)
_HASHES: Final = MappingProxyType(
    {
        "sha1": hashlib.sha1,
        "sha256": hashlib.sha256,
        "sha384": hashlib.sha384,
        "sha512": hashlib.sha512,
    }
)
_NOT_DONE: Final = MappingProxyType(
    {"try_later": Unproved.TRY_LATER, "unauthorized": Unproved.UNAUTHORIZED}
)
_UNDERSTOOD: Final = frozenset({EXTENDED_USAGE, KEY_USAGE, _NO_CHECK, "2.5.29.19"})


def ocsp_request(
    certificate: SealCertificate, issuer: SealCertificate, *, nonce: bytes
) -> bytes:
    """Write the question about one certificate, with CertID by SHA-1 as all read it.

    Raises:
        CertificateUnreadable: Nobody can be asked about such a certificate.
    """
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        name, key = _hashes(certificate, issuer, "sha1")
        builder = OCSPRequestBuilder().add_certificate_by_hash(
            name,
            key,
            certificate.serial,
            SHA1(),  # noqa: S303 - names the issuer, proves nothing
        )
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
        return builder.build().public_bytes(Encoding.DER)


def read_ocsp(data: bytes, asked: Asked, *, nonce: bytes | None = None) -> Statement:
    """Verify an OCSP response and say what it says of the certificate.

    Args:
        data: DER, as the responder sent it; at most 128 KiB.
        asked: Which certificate, of which issuer, and when.
        nonce: What the request held; None for a response from a file. A response
            without a nonce is taken, as many are made beforehand.

    Raises:
        StatementRejected: It is no response, or proves nothing about the certificate.
    """
    # 1 cap, status
    if len(data) > MAX_BYTES:
        raise StatementRejected(Unproved.TOO_BIG)
    if is_html(data):
        raise StatementRejected(Unproved.HTML)
    with fenced(Unproved.UNREADABLE):
        basic = _basic(data)
        body, algorithm, signature, *held = root(basic)
        told = ocsp.ResponseData.load(body.der, strict=True)
        # 2 signer, 3 signature
        signer = _signer(held, asked, (body, algorithm, signature))
        _check_role(signer, told["produced_at"].native, asked)
        # 4 the certificate
        is_fresh = _check_extensions(told["response_extensions"], nonce)
        single = _about(told, asked)
        # 5 age
        return _statement(single, asked, signer, is_fresh=is_fresh)


def _basic(data: bytes) -> bytes:
    response = ocsp.OCSPResponse.load(data, strict=True)
    status = response["response_status"].native
    if status != "successful":
        raise StatementRejected(_NOT_DONE.get(status, Unproved.REFUSED))
    held = response["response_bytes"]
    if held["response_type"].native != "basic_ocsp_response":
        raise StatementRejected(Unproved.UNREADABLE)
    return bytes(held["response"].contents)


def _signer(
    held: list[Node], asked: Asked, signed: tuple[Node, Node, Node]
) -> SealCertificate:
    """Find the certificate that the response names, and whose key signed it (4.2.1)."""
    why = Unproved.SIGNER
    named = _responder(signed[0])
    for candidate in (asked.issuer, *_certificates(held)):
        if not _is_named(named, candidate):
            continue
        why = Unproved.SIGNATURE
        with suppress(StatementRejected), fenced(why):
            check_signature(*signed, candidate.public_key())
            return candidate
    raise StatementRejected(why)


def _certificates(held: list[Node]) -> Iterator[SealCertificate]:
    for tagged in held:
        for listed in inside(tagged, 0, CONTEXT):
            for each in inside(listed, SEQUENCE):
                try:
                    yield load_leaf(each.der)
                except CertificateUnreadable:
                    continue


def _responder(body: Node) -> Node:
    """Find the responderID: [1] a name or [2] a key, the first so tagged."""
    fields = inside(body, SEQUENCE)
    return next(
        each for each in fields if each.class_ == CONTEXT and each.tag in {1, 2}
    )


def _is_named(responder: Node, candidate: SealCertificate) -> bool:
    [told] = nodes(responder.content)
    if responder.tag == 1:
        return told.der == parts_of(candidate.der)["subject"].der
    hashed = hashlib.sha1(_key_bits(candidate)).digest()  # noqa: S324 - as the RFC says
    return told.content == hashed


def _check_role(signer: SealCertificate, made_at: datetime, asked: Asked) -> None:
    """Refuse a signer whom the issuer has not made a responder (4.2.2.2)."""
    if made_at > asked.now + SKEW:
        raise StatementRejected(Unproved.FUTURE)
    if signer == asked.issuer:
        return
    if not is_issued_by(signer, asked.issuer):
        raise StatementRejected(Unproved.SIGNER)
    extensions = signer.extensions
    critical = {kind for kind, is_critical in extensions.present if is_critical}
    if (
        OCSP_SIGNING not in extensions.extended_usage
        or not extensions.may("digitalSignature", "nonRepudiation")
        or not critical <= _UNDERSTOOD
    ):
        raise StatementRejected(Unproved.NOT_FOR_THIS)
    # Valid when it signed, and not ended since: an old key could date as it likes.
    if not signer.valid_at(made_at) or signer.not_after < asked.at:
        raise StatementRejected(Unproved.SIGNER_EXPIRED)


def _check_extensions(extensions: Any, nonce: bytes | None) -> bool:  # noqa: ANN401 - asn1crypto's
    """Refuse what we do not understand; tell whether our nonce came back."""
    is_fresh = False
    for each in extensions:
        if each["extn_id"].native == "nonce":
            if nonce is not None and _nonce(each["extn_value"].contents) != nonce:
                raise StatementRejected(Unproved.NONCE)
            is_fresh = nonce is not None
        elif each["critical"].native:
            raise StatementRejected(Unproved.CRITICAL)
    return is_fresh


def _nonce(value: bytes) -> bytes:
    [octets] = nodes(value)
    return octets.content


def _about(told: Any, asked: Asked) -> Any:  # noqa: ANN401 - asn1crypto's
    """Find the answer about our certificate, by all three parts of its CertID."""
    for single in told["responses"]:
        named = single["cert_id"]
        hashed = named["hash_algorithm"]["algorithm"].native
        if named["serial_number"].native != asked.certificate.serial:
            continue
        if hashed in _HASHES and _hashes(asked.certificate, asked.issuer, hashed) == (
            named["issuer_name_hash"].native,
            named["issuer_key_hash"].native,
        ):
            return single
    raise StatementRejected(Unproved.OTHER_CERTIFICATE)


def _statement(
    single: Any,  # noqa: ANN401 - asn1crypto's
    asked: Asked,
    signer: SealCertificate,
    *,
    is_fresh: bool,
) -> Statement:
    if any(each["critical"].native for each in single["single_extensions"]):
        raise StatementRejected(Unproved.CRITICAL)
    this_update = single["this_update"].native.astimezone(UTC)
    until = single["next_update"].native
    next_update = until.astimezone(UTC) if until else None
    told = _told(single["cert_status"])
    is_known = single["cert_status"].name != "unknown"
    kept = single.archive_cutoff_value
    check_age(
        asked,
        this_update,
        next_update or this_update + _WITHOUT_END,
        told=told,
        kept_since=kept and kept.native,
    )
    return Statement(
        source=Source.OCSP,
        status=status_at(asked, told) if is_known else Status.UNKNOWN,
        this_update=this_update,
        next_update=next_update,
        told=told,
        checked_responder=signer == asked.issuer
        or _NO_CHECK in dict(signer.extensions.present),
        fresh=is_fresh,
    )


def _told(status: Any) -> Revoked | None:  # noqa: ANN401 - asn1crypto's
    if status.name != "revoked":
        return None
    word = status.chosen["revocation_reason"].native
    return Revoked(
        status.chosen["revocation_time"].native.astimezone(UTC),
        x509.ReasonFlags[word].value if word else None,
    )


def _hashes(
    certificate: SealCertificate, issuer: SealCertificate, name: str
) -> tuple[bytes, bytes]:
    """Give the two hashes of a CertID: of the issuer's name, and of its key."""
    hashed = _HASHES[name]
    named = parts_of(certificate.der)["issuer"].der
    return hashed(named).digest(), hashed(_key_bits(issuer)).digest()


def _key_bits(certificate: SealCertificate) -> bytes:
    """Give the bits of the key alone, without its algorithm."""
    _algorithm, bits = inside(parts_of(certificate.der)["key"], SEQUENCE)
    return bits.content[1:]
