"""What `jst ksef sessions` does."""

from typing import Any

from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import in_warsaw_column, print_json, print_line
from jst.cli.rows import print_rows
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit
from jst.ksef_log import ending_logged
from ksef.access.messages_auth import ActiveSession
from ksef.access.paths import reference_number


def do_sessions(
    credential: str | None, *, end: bool, revoke: str | None, as_json: bool
) -> Exit:
    """List sessions, end ours, or revoke one."""
    from ksef.access.session_list import active_sessions, revoke_session  # noqa: PLC0415 - keeps --help quick

    if end and revoke is not None:
        raise WrongMix("podaj --end albo --revoke", "give --end or --revoke, not both")
    if revoke is not None:
        revoke = reference_number(revoke)
    with at_desk(credential) as desk:
        session = desk.session()
        if revoke is not None:
            session.access_token()  # refreshed before the log says what is tried
            with ending_logged(desk.note, session, revoke):
                revoke_session(session, revoke)
        elif end:
            with ending_logged(desk.note, session, session.reference):
                session.close()
        else:
            found = list(active_sessions(session))
            _show(found, as_json=as_json)
            return Exit.YES
    if as_json:
        print_json({"ended": revoke or session.reference})
        return Exit.YES
    print_line(
        say(
            "Sesja zakończona. Wydany token dostępowy działa do swego końca"
            " (kilkanaście minut).",
            "The session has ended. An access token that was given out works to its end"
            " (some fifteen minutes).",
        )
    )
    return Exit.YES


def _show(found: list[ActiveSession], *, as_json: bool) -> None:
    if as_json:
        print_json({"sessions": [_json(each) for each in found]})
        return
    names = (
        say("numer", "number"),
        say("sposób", "method"),
        say("od (Warszawa)", "since (Warsaw)"),
        say("ta", "this"),
    )
    rows = [
        (
            each.reference,
            each.method,
            in_warsaw_column(each.started_at),
            "*" if each.is_current else "",
        )
        for each in found
    ]
    print_rows(names, rows, [[0, 1], [2], [3]])


def _json(each: ActiveSession) -> dict[str, Any]:
    return {
        "reference": each.reference,
        "startedAt": each.started_at.isoformat(),
        "method": each.method,
        "current": each.is_current,
    }
