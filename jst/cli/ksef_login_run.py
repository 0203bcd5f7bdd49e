"""What `jst ksef login` and `jst ksef whoami` do."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jst.cli.findings import print_findings
from jst.cli.ksef_logging_in import RESUMED, begun_before, logged
from jst.cli.ksef_options import named_as
from jst.cli.ksef_work import Desk, at_desk
from jst.cli.language import say
from jst.cli.output import (
    in_warsaw,
    print_json,
    print_line,
    print_note,
    print_pairs,
    read_file,
    reserved,
)
from jst.cli.wrapper import Exit, finding_json
from jst.errors import CredentialsInvalid, InputInvalid
from jst.ksef_office import log_in_with, session_file
from ksef.access.claims import Claims, ClaimsUnreadable
from ksef.access.open_session import Session

_MAX_SIGNED_BYTES = 1_048_576


def do_login(credential: str | None, *, as_json: bool) -> Exit:
    """Log in with a key or a token."""
    with at_desk(credential) as desk:
        if begun_before(desk):
            with logged(desk, RESUMED):
                session = desk.session()
            return _tell(session, desk, as_json=as_json)
        if desk.credential.signed_elsewhere:
            raise CredentialsInvalid(
                "another program signs: --prepare, then --submit",
                polish="podpisuje inny program: jst ksef login --prepare, potem"
                " --submit",
            )
        with logged(desk, "ksef-login-begun"):
            session = log_in_with(desk.credential, desk.client, desk.settings)
        return _tell(session, desk, as_json=as_json)


def do_prepare(credential: str | None, out: Path, *, as_json: bool) -> Exit:
    """Write the document that another program is to sign."""
    from ksef.access.login_elsewhere import prepare  # noqa: PLC0415 - this path only

    # What is pending from before stays until a new document lies where it was asked.
    with at_desk(credential) as desk, reserved(out):
        desk.note("ksef-login-prepared")
        made = prepare(
            desk.client,
            context=desk.credential.context_id,
            certificate=_certificate(desk),
        )
        out.write_bytes(made.document)
        made.save(_prepared(desk))
    named = named_as(credential)
    if as_json:
        print_json({"document": str(out), "expiresAt": made.expires_at.isoformat()})
        return Exit.YES
    print_line(
        say(
            f"Do podpisania (XAdES, podpis otoczony): {out}",
            f"To be signed (XAdES, enveloped): {out}",
        )
    )
    print_line(
        say(
            f"Do {in_warsaw(made.expires_at)}; potem: jst ksef login{named} --submit"
            " PLIK",
            f"Until {in_warsaw(made.expires_at)}; then: jst ksef login{named} --submit"
            " FILE",
        )
    )
    return Exit.YES


def do_submit(credential: str | None, signed: Path, *, as_json: bool) -> Exit:
    """Hand in what another program has signed."""
    from ksef.access.login_elsewhere import Prepared, submit  # noqa: PLC0415 - as above
    from ksef.access.session import LoginOptions  # noqa: PLC0415 - as above

    data = read_file(signed, _MAX_SIGNED_BYTES)
    with at_desk(credential) as desk:
        if not _prepared(desk).exists():
            raise InputInvalid(
                "nothing was prepared with this credential: first --prepare",
                polish="niczego nie przygotowano tym poświadczeniem: najpierw jst ksef"
                f" login{named_as(credential)} --prepare PLIK",
            )
        prepared = Prepared.load(_prepared(desk))
        path = session_file(desk.settings, desk.credential)
        with logged(desk, "ksef-login-begun"):
            session = submit(
                desk.client, data, prepared, options=LoginOptions(save_to=path)
            )
        _prepared(desk).unlink(missing_ok=True)
        return _tell(session, desk, as_json=as_json)


def do_whoami(credential: str | None, *, as_json: bool) -> Exit:
    """Show what the session's token says of itself."""
    with at_desk(credential) as desk:
        session = desk.session()
        said = _said(session, session.whoami())
    if as_json:
        print_json(said)
        return Exit.YES
    _print(said)
    print_note(
        say(
            "to mówi token; o prawach rozstrzyga KSeF",
            "so the token says; KSeF alone decides on rights",
        )
    )
    return Exit.YES


def _tell(session: Session, desk: Desk, *, as_json: bool) -> Exit:
    desk.note("ksef-login", session=session.reference, method=session.method)
    try:
        said = _said(session, session.whoami())
    except ClaimsUnreadable:
        said = _said(session, Claims())
    said["findings"] = [finding_json(each) for each in session.findings]
    if as_json:
        print_json(said)
        return Exit.YES
    print_line(say("Zalogowano do KSeF.", "Logged in to KSeF."))
    _print(said)
    print_findings(session.findings)
    return Exit.YES


def _said(session: Session, claims: Claims) -> dict[str, Any]:
    return {
        "context": {"type": session.context.type.value, "masked": str(session.context)},
        "session": session.reference,
        "method": session.method or claims.method,
        "owner": claims.is_owner,
        "permissions": list(claims.rights),
        "roles": list(claims.roles),
        "accessUntil": claims.expires_at and claims.expires_at.isoformat(),
        "sessionUntil": session.ends_at.isoformat(),
        "ipPolicy": claims.has_ip_policy,
        "warnings": list(session.warnings),
    }


def _print(said: dict[str, Any]) -> None:
    owner = say(
        "właściciel (wszystko prócz VatUeManage)", "owner (all but VatUeManage)"
    )
    rights = ", ".join(said["permissions"]) or say("nie podano", "not told")
    print_pairs(
        {
            say("Kontekst", "Context"): said["context"]["masked"],
            say("Uprawnienia", "Permissions"): owner if said["owner"] else rights,
            say("Sesja", "Session"): said["session"],
            say("Sposób logowania", "Method"): said["method"],
            say("Sesja do", "Session until"): in_warsaw(
                datetime.fromisoformat(said["sessionUntil"])
            ),
        }
    )


def _certificate(desk: Desk) -> bytes:
    path = desk.credential.certificate_file
    if path is None or not desk.credential.signed_elsewhere:
        raise CredentialsInvalid(
            "signed_elsewhere and certificate_file are missing",
            polish="poświadczenie nie ma signed_elsewhere = true i certificate_file",
        )
    return read_file(path)


def _prepared(desk: Desk) -> Path:
    """Say where is kept what was prepared; ours alone."""
    folder = desk.settings.places.ksef_sessions
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{desk.credential.name}.prepared.json"
