"""What `jst ksef certificates enroll` and `fetch` do: a key, and its certificate.

    key written -> request -> wait -> retrieve -> file replaced by key and certificate

The key is on disk before the request leaves, and stays there until both are written
beside each other. Whatever breaks off in between can be finished with `fetch`.
"""

import re
from contextlib import ExitStack
from pathlib import Path
from shlex import quote
from time import sleep
from typing import TYPE_CHECKING, Final

from accountability.durable import write_private
from accountability.errors import ActionDenied, LimitReached
from accountability.model import Purpose
from jst.cli.ksef_options import Asked, named_as
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import (
    not_written,
    print_json,
    print_line,
    print_note,
    read_file,
    require_new,
    write_new,
)
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.errors_credentials import CertificatePending
from jst.ksef_office import new_key_on_token
from jst.new_key import NewFileKey, key_in, pem_beside
from jst.watching import KSEF_MARK
from ksef.access import certificates
from ksef.access.acting import Acting
from ksef.access.errors import KsefRefused, OperationRefused, RequestInvalid
from vocabulary.errors import ToolkitError

if TYPE_CHECKING:
    from certs.csr import NewKey

_UNDER_WAY, _DONE = 100, 200
_POLLS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
_SERIAL: Final = re.compile(r"[0-9A-F]{16}", re.ASCII)


def do_enroll(
    asked: Asked, name: str, out: Path, *, token_key: str | None, as_json: bool
) -> Exit:
    """Ask for the certificate of a new key, or of one on the token, and write it.

    Raises:
        CertificatePending: It was, or may have been, asked for; the key is in the file.
    """
    from certs.csr import make_csr  # noqa: PLC0415 - this command only

    certificates.check_name(name)
    require_new(out)
    with ExitStack() as stack:
        desk = stack.enter_context(at_desk(asked.credential))
        if token_key is None:
            made = NewFileKey.make()
            key: NewKey = made
            kept = made.pem()
        else:
            key = stack.enter_context(new_key_on_token(desk.settings, token_key))
            kept = b""
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        data = certificates.enrollment_data(**acting).answer
        csr = make_csr(data.name, key=key)
        write_new(out, kept)  # before the request: no certificate without its key
        number, on_token = "", token_key is not None
        try:
            number = certificates.enroll(csr, name=name, **acting).answer
            serial = _fetched(number, kept, out, acting, on_token=on_token)
        except KeyboardInterrupt:
            if not kept:
                out.unlink(missing_ok=True)
            _tell_how_to_go_on(asked, out, number, kept=kept)
            raise
        except ToolkitError as ended:
            nothing = _made_nothing(ended, asked=bool(number))
            if nothing or not kept:
                out.unlink(missing_ok=True)  # a key on a token is safe there
            if nothing or isinstance(ended, CertificatePending):
                raise
            raise _pending(out, kept, number, on_token=on_token, ended=ended) from ended
    return _tell(serial, out, with_key=bool(kept), as_json=as_json)


def do_fetch(asked: Asked, number: str, out: Path, *, as_json: bool) -> Exit:
    """Put a certificate that was issued beside the key that waits for it.

    Args:
        asked: Who, why and for which case.
        number: Serial number of the certificate, or the reference of its request.
        out: The file that `enroll` left, with the key; a new one gets the certificate
            alone, for a key on a token.
        as_json: Print JSON.

    Raises:
        InputInvalid: The file holds no key, or not that of the certificate.
        CertificatePending: KSeF is still at it.
    """
    kept = _key_in(out) if out.exists() else b""
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        serial = _fetched(number, kept, out, acting)
    return _tell(serial, out, with_key=bool(kept), as_json=as_json)


def _key_in(file: Path) -> bytes:
    key = key_in(read_file(file))
    if key is None:
        raise InputInvalid(
            f"{file}: no key without a passphrase",
            polish=f"{file}: nie ma w nim klucza bez hasła",
        )
    return key.pem()


def _pending(
    out: Path,
    kept: bytes,
    number: str,
    *,
    on_token: bool,
    ended: ToolkitError | None = None,
) -> CertificatePending:
    """Say where the key waits, and under which number its certificate."""
    intent = getattr(ended, "intent_id", "")
    file = str(out) if kept else ""
    return CertificatePending(file, number, intent, on_token=on_token)


def _tell_how_to_go_on(asked: Asked, out: Path, number: str, *, kept: bytes) -> None:
    """Tell who pressed Ctrl-C where the key is, and the command that goes on."""
    pending = _pending(out, kept, number, on_token=not kept)
    as_whom, file = named_as(asked.credential), quote(str(out))
    print_note(
        say(
            f"{pending.polish}; dokończ: jst ksef certificates fetch{as_whom}"
            f" {number or 'NUMER'} --out {file}",
            f"{pending}; go on: jst ksef certificates fetch{as_whom}"
            f" {number or 'NUMBER'} --out {file}",
        )
    )


def _made_nothing(ended: ToolkitError, *, asked: bool) -> bool:
    """Tell whether KSeF certainly issues nothing for the key."""
    if asked:
        return isinstance(ended, OperationRefused)
    return isinstance(ended, (ActionDenied, LimitReached, KsefRefused, RequestInvalid))


def _fetched(
    number: str, kept: bytes, out: Path, acting: Acting, *, on_token: bool = False
) -> str:
    """Wait for a certificate, and replace the file by its key and it; gives its serial.

    Raises:
        CertificatePending: It is not issued yet, or could not be written.
    """
    serial = number if _SERIAL.fullmatch(number) else _wait(number, acting)
    if not serial:
        raise _pending(out, kept, number, on_token=on_token)
    [issued] = certificates.retrieve((serial,), **acting).answer
    certificate = pem_beside(kept, issued.der)
    if certificate is None:
        raise InputInvalid(
            f"{out}: the key of another certificate",
            polish=f"{out}: jest w nim klucz innego certyfikatu",
        )
    try:
        write_private(str(out), KSEF_MARK + kept + certificate)
    except OSError as full:
        pending = _pending(out, kept, serial, on_token=on_token)
        raise pending from not_written(out, full)
    return serial


def _wait(reference: str, acting: Acting) -> str:
    """Wait for the issue; each look is an action of its own; empty: not yet."""
    for pause_s in _POLLS:
        found = certificates.enrollment(reference, **acting).answer
        if found.status.code == _DONE and found.certificate_serial_number:
            return found.certificate_serial_number
        if found.status.code != _UNDER_WAY:
            raise OperationRefused(found.status.code, reference)
        sleep(pause_s)
    return ""


def _tell(serial: str, out: Path, *, with_key: bool, as_json: bool) -> Exit:
    if as_json:
        print_json({"serial": serial, "file": str(out)})
        return Exit.YES
    print_line(
        say(
            f"Certyfikat {serial} i jego klucz są w {out}.",
            f"Certificate {serial} and its key are in {out}.",
        )
        if with_key
        else say(
            f"Certyfikat {serial} jest w {out}; jego klucz został na tokenie.",
            f"Certificate {serial} is in {out}; its key stayed on the token.",
        )
    )
    print_note(
        say(
            "terminu pilnuje jst cert watch KATALOG; certyfikat niesie wszystkie"
            " uprawnienia swego podmiotu",
            "jst cert watch FOLDER minds its end; a certificate carries all"
            " permissions of its subject",
        )
    )
    return Exit.YES
