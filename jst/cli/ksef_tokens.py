"""jst ksef tokens: make, list and revoke KSeF tokens."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.ksef_options import As, Asked, Mandate, Reveal, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file, a_word, a_word_argument
from jst.cli.output import AsJson, new_group
from jst.cli.wrapper import Exit

Reference = Annotated[
    str,
    a_word_argument(
        "NUMER",
        "NUMBER",
        "Numer tokenu w KSeF, nie jego treść.",
        "The token's number in KSeF.",
    ),
]


def group() -> typer.Typer:
    """Make the group `jst ksef tokens`."""
    made = new_group(
        "tokens",
        say(
            "Tokeny KSeF: kto je ma, do czego; utwórz, unieważnij.",
            "KSeF tokens: who has them, for what; make one, revoke one.",
        ),
    )
    made.command(
        "list", help=say("Pokaż tokeny tego kontekstu.", "Show this context's tokens.")
    )(list_)
    made.command(
        "create",
        help=say(
            "Utwórz token i zapisz go do nowego pliku (prawa 0600); KSeF podaje go ten"
            " jeden raz. Token nie może więcej niż ten, kto go tworzy.",
            "Make a token and write it to a new file (mode 0600); KSeF tells it this"
            " once. A token can do no more than who makes it.",
        ),
    )(create)
    made.command(
        "revoke",
        help=say(
            "Unieważnij token. Sesje, które otworzył, żyją do końca swego tokenu"
            " dostępowego.",
            "Revoke a token. Sessions that it opened live to the end of their access"
            " token.",
        ),
    )(revoke)
    return made


def list_(
    *,
    status: Annotated[
        list[str] | None,
        a_word(
            "STAN",
            "STATUS",
            "Tylko tokeny w tym stanie, np. Active; można podać kilka razy.",
            "Tokens of this status only, e.g. Active; may be given several times.",
        ),
    ] = None,
    description: Annotated[
        str,
        a_word(
            "CZĘŚĆ",
            "PART",
            "Tylko tokeny, których opis to zawiera (od 3 znaków).",
            "Tokens whose description holds this only (from 3 characters).",
        ),
    ] = "",
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> Exit:
    """List tokens."""
    from jst.cli.ksef_tokens_run import do_list  # noqa: PLC0415 - keeps --help quick

    asked = Asked(credential, case, justification, mandate)
    only = tuple(status or ())
    return do_list(asked, only, description, reveal=reveal, as_json=as_json)


def create(
    *,
    permission: Annotated[
        list[str],
        a_word(
            "UPRAWNIENIE",
            "PERMISSION",
            "Np. InvoiceRead; można podać kilka razy.",
            "E.g. InvoiceRead; may be given several times.",
        ),
    ],
    description: Annotated[
        str,
        a_word(
            "OPIS",
            "TEXT",
            "Do czego służy (5-256 znaków).",
            "What for (5-256 characters).",
        ),
    ],
    out: Annotated[Path, a_file("Nowy plik na token.", "New file for the token.")],
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Make a token."""
    from jst.cli.ksef_tokens_run import do_create  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_create(asked, tuple(permission), description, out, as_json=as_json)


def revoke(
    *,
    reference: Reference,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Revoke a token."""
    from jst.cli.ksef_tokens_run import do_revoke  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_revoke(asked, reference, as_json=as_json)
