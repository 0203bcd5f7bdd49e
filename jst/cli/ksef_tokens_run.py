"""What `jst ksef tokens` does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accountability.model import Purpose
from jst.cli.ksef_grants_run import party_json, print_actions, shown
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import (
    in_warsaw_column,
    print_json,
    print_line,
    reserved,
)
from jst.cli.rows import print_rows
from jst.cli.token_out import ROOM, write_token
from jst.cli.words import words_among
from jst.cli.wrapper import Exit
from ksef.access import tokens
from ksef.access.filters import TOKEN_STATES
from ksef.access.messages_tokens import TokenInfo
from ksef.access.pages import collect


def do_list(
    asked: Asked,
    statuses: tuple[str, ...],
    description: str,
    *,
    reveal: bool,
    as_json: bool,
) -> Exit:
    """List the tokens of the context."""
    words_among(TOKEN_STATES, statuses, "--status")
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        done = list(tokens.listed(statuses=statuses, description=description, **acting))
    found = collect(done, key=lambda each: each.reference_number)
    said = [_json(each, reveal=reveal) for each in found]
    if as_json:
        print_json({"tokens": said, "actions": [each.intent_id for each in done]})
        return Exit.YES
    _print(found, said, reveal=reveal)
    print_actions(each.intent_id for each in done)
    return Exit.YES


def _print(
    found: Sequence[TokenInfo], said: Sequence[dict[str, Any]], *, reveal: bool
) -> None:
    names = (
        say("numer", "number"),
        say("autor", "author"),
        say("stan", "state"),
        say("uprawnienia", "permissions"),
        say("utworzono (Warszawa)", "made (Warsaw)"),
        say("użyto (Warszawa)", "used (Warsaw)"),
        say("opis", "description"),
    )
    rows = [
        (
            info.reference_number,
            shown(each["author"]),
            info.status,
            ", ".join(each["permissions"]),
            in_warsaw_column(info.date_created),
            in_warsaw_column(info.last_use_date)
            if info.last_use_date
            else say("nigdy", "never"),
            info.description,
        )
        for each, info in zip(said, found, strict=True)
    ]
    print_rows(names, rows, [[0, 1, 6] if reveal else [0, 1], [2, 3], [4, 5]])


def do_create(
    asked: Asked,
    permissions: tuple[str, ...],
    description: str,
    out: Path,
    *,
    as_json: bool,
) -> Exit:
    """Make a token, and write it where only we read it."""
    with reserved(out, ROOM), at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        done = tokens.create(permissions, description, **acting)
        write_token(out, done.answer)
    if as_json:
        said = {"reference": done.answer.reference, "file": str(out)}
        print_json(said | {"actions": [done.intent_id]})
        return Exit.YES
    print_line(
        say(
            f"Token {done.answer.reference} zapisano w {out}; KSeF nie poda go drugi"
            " raz.",
            f"Token {done.answer.reference} is in {out}; KSeF will not tell it again.",
        )
    )
    return Exit.YES


def do_revoke(asked: Asked, reference: str, *, as_json: bool) -> Exit:
    """Revoke a token."""
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.CREDENTIALS)
        done = tokens.revoke(reference, **acting)
    if as_json:
        print_json({"revoked": done.answer, "actions": [done.intent_id]})
        return Exit.YES
    print_line(say(f"Token {done.answer} unieważniono.", f"{done.answer} is revoked."))
    return Exit.YES


def _json(token: TokenInfo, *, reveal: bool) -> dict[str, Any]:
    author, used = token.author_identifier, token.last_use_date
    return {
        "reference": token.reference_number,
        "status": token.status,
        "permissions": list(token.requested_permissions),
        "author": None if author is None else party_json(author, reveal=reveal),
        "description": token.description if reveal else None,
        "createdAt": token.date_created.isoformat(),
        "lastUsedAt": used and used.isoformat(),
    }
