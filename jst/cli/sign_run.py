"""What `jst sign` does; the options are those of jst.cli.sign."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from certs.errors import CertificateUnreadable, SignatureInvalid
from certs.keys_detached import MAX_SIGNED_BYTES, bring_back, to_sign
from certs.load import load
from certs.strict_xml import parse
from certs.verify import (
    MAX_BYTES,
    SIGNED_IN_FUTURE,
    VerifiedDocument,
    verify_xades,
)
from certs.xades import sign
from jst.cli.cert_json import seal_finding_json, shown, utc
from jst.cli.findings import print_findings
from jst.cli.language import say
from jst.cli.output import (
    MAX_INPUT_BYTES,
    print_json,
    print_line,
    print_pairs,
    read_file,
    write_new,
)
from jst.cli.sign_key import KeyOptions
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid, InputMissing
from jst.seal import close_seal
from vocabulary.clock import Clock, system_clock


def do_sign(
    file: Path,
    out: Path,
    options: KeyOptions,
    *,
    skew_s: float,
    pss: bool,
    as_json: bool,
) -> None:
    """Seal a document into a new file."""
    document = _document(file)
    key = options.open()
    try:
        sealed = sign(
            document,
            key=key,
            certificate=key.certificate,
            signing_time=system_clock() - timedelta(seconds=skew_s),
            pss=pss,
        )
    finally:
        close_seal(key)
    verified = verify_xades(sealed, trusted=[key.certificate.der])
    write_new(out, sealed)
    _told(out, sealed, verified, as_json=as_json)


def do_detach(file: Path, out: Path, *, as_json: bool) -> None:
    """Write what is to be sealed elsewhere."""
    data = to_sign(_document(file))
    write_new(out, data)
    digest = hashlib.sha256(data).hexdigest()
    if as_json:
        print_json({"out": str(out), "sha256": digest})
        return
    print_pairs({say("Do podpisu", "To be signed"): str(out), "SHA-256": digest})
    print_line(
        say(
            "Opatrz ten plik pieczęcią w programie dostawcy: XAdES, otoczony albo"
            " otaczający; pliku nie zmieniaj. Potem: jst sign attach.",
            "Seal this file in your provider's program: XAdES, enveloped or enveloping;"
            " do not change it. Then: jst sign attach.",
        )
    )


def do_attach(
    file: Path, signed: Path, signer: Path, out: Path, *, as_json: bool
) -> None:
    """Check what came back, and write it to a new file."""
    data = _read(signed, MAX_SIGNED_BYTES)
    prepared = to_sign(_document(file))
    verified = bring_back(
        data, document=prepared, signer=_certificate(signer), now=system_clock()
    )
    write_new(out, data)
    _told(out, data, verified, as_json=as_json)


def do_verify(
    file: Path, trusted: Sequence[Path], *, as_json: bool, clock: Clock = system_clock
) -> int:
    """Say whose seal it is; see the help text for the exit status."""
    data = _read(file, MAX_BYTES)
    given = [_certificate(each) for each in trusted]
    verified = verify_xades(data, trusted=given or None, now=clock())
    verdict = "verified" if given else "trustNotJudged"
    if given and SIGNED_IN_FUTURE in verified.findings:
        verdict = "signingTimeInFuture"
    if as_json:
        print_json({"verdict": verdict, **_json(verified)})
    else:
        words = {
            "verified": say(
                "PRAWDZIWA, wskazanego podmiotu", "VALID, of a trusted signer"
            ),
            "trustNotJudged": say(
                "prawdziwa, ale nie wiadomo, czy wolno ufać",
                "valid, but nobody was named as trusted",
            ),
            "signingTimeInFuture": say(
                "prawdziwa, wskazanego podmiotu, ale z czasem, który nie nadszedł",
                "valid, of a trusted signer, but of a time that is yet to come",
            ),
        }
        print_line(f"{say('Pieczęć', 'Seal')}: {words[verdict]}")
        _print(verified)
    return Exit.YES if verdict == "verified" else Exit.CANNOT_TELL


def _document(file: Path) -> etree._Element:
    """Read a document that is to be sealed.

    Raises:
        InputInvalid: It is no XML, or not of a kind that can be verified later.
        InputMissing: As `_read` says.
    """
    data = _read(file, MAX_BYTES)
    try:
        return parse(data, max_bytes=MAX_BYTES)
    except SignatureInvalid as odd:
        raise InputInvalid(
            f"not fit to be sealed: {odd.reason}", polish=odd.polish
        ) from None


def _certificate(file: Path) -> bytes:
    """Read a certificate that a signer is to be compared with.

    Raises:
        InputMissing: As `_read` says, or it is no certificate: nothing was compared.
    """
    data = _read(file)
    try:
        load(data)
    except CertificateUnreadable as odd:
        raise InputMissing(f"{file}: {odd}", polish=f"{file}: {odd.polish}") from None
    return data


def _read(file: Path, cap_bytes: int = MAX_INPUT_BYTES) -> bytes:
    """Read a file; that it cannot be read says neither yes nor no of a seal.

    Raises:
        InputMissing: No such file, unreadable, or more than the cap.
    """
    try:
        return read_file(file, cap_bytes)
    except InputInvalid as unread:
        raise InputMissing(str(unread), polish=unread.polish) from None


def _told(out: Path, data: bytes, verified: VerifiedDocument, *, as_json: bool) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if as_json:
        print_json({"out": str(out), "sha256": digest, **_json(verified)})
        return
    print_pairs({say("Zapisano", "Written"): str(out), "SHA-256": digest})
    _print(verified)


def _json(verified: VerifiedDocument) -> dict[str, Any]:
    signer = verified.signer
    return {
        "signer": {
            "serialDecimal": signer.serial_text,
            "subject": signer.subject.windows,
            "issuer": signer.issuer.windows,
            "notBefore": utc(signer.not_before),
            "notAfter": utc(signer.not_after),
            "sha256": signer.sha256.hex(),
        },
        "signingTime": utc(verified.signing_time),
        "chain": "notChecked",
        "revocation": "notChecked",
        "findings": [seal_finding_json(each) for each in verified.findings],
    }


def _print(verified: VerifiedDocument) -> None:
    signer = verified.signer
    pairs = {
        say("Podmiot", "Subject"): signer.subject.windows,
        say("Numer seryjny", "Serial number"): signer.serial_text,
        say("Czas podpisu (UTC)", "Signed at (UTC)"): utc(verified.signing_time),
    }
    print_pairs({label: shown(text) for label, text in pairs.items()})
    print_findings(verified.findings)
    print_line(
        say(
            "Łańcucha i unieważnienia certyfikatu nie sprawdzono.",
            "Chain and revocation of the certificate were not checked.",
        )
    )
