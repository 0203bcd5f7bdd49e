"""jst ksef: log in to KSeF, see who may do what there, keep tokens and certificates."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli import (
    ksef_apply,
    ksef_certificates,
    ksef_leaving,
    ksef_plan,
    ksef_tokens,
)
from jst.cli.ksef_options import As, Asked, Mandate, Reveal, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file, a_flag, a_word
from jst.cli.output import AsJson
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit


def add_to(group: typer.Typer) -> None:
    """Declare the commands."""
    _add_sessions(group)
    _add_rights(group)
    ksef_plan.add_to(group)
    ksef_apply.add_to(group)
    ksef_leaving.add_to(group)
    group.add_typer(ksef_tokens.group())
    group.add_typer(ksef_certificates.group())


def _add_sessions(group: typer.Typer) -> None:
    group.command(
        "login",
        help=say(
            "Zaloguj się do KSeF poświadczeniem z credentials.toml; sesja zostaje w"
            " pliku poniżej JST_KEYS. Podpis w innym programie: --prepare, potem"
            " --submit.",
            "Log in to KSeF with a credential of credentials.toml; the session stays in"
            " a file below JST_KEYS. Signing in another program: --prepare, then"
            " --submit.",
        ),
    )(login)
    group.command(
        "whoami",
        help=say(
            "Pokaż, co token sesji mówi o sobie: kontekst, uprawnienia, do kiedy. O"
            " prawach rozstrzyga KSeF.",
            "Show what the session's token says of itself: context, permissions, until"
            " when. KSeF alone decides on rights.",
        ),
    )(whoami)
    group.command(
        "sessions",
        help=say(
            "Pokaż czynne sesje tego kontekstu; zakończ jedną z nich.",
            "Show the active sessions of this context; end one of them.",
        ),
    )(sessions)


def _add_rights(group: typer.Typer) -> None:
    group.command(
        "grants",
        help=say(
            "Pokaż, kto ma jakie uprawnienia w tym kontekście. Każde pytanie trafia do"
            " dziennika. Właściciela nie ma na żadnej liście.",
            "Show who has which permissions in this context. Each question is logged."
            " The owner stands in no list.",
        ),
    )(grants)
    group.command(
        "roles",
        help=say(
            "Pokaż role tego kontekstu i podległe jednostki z własnym NIP.",
            "Show the roles of this context and its units with a NIP of their own.",
        ),
    )(roles)
    group.command(
        "doctor",
        help=say(
            "Sprawdź po kolei ustawienia, osobę, poświadczenie, KSeF, zegar, sesję i"
            " limity. Kod wyjścia: 0 dziś nic nie stoi na przeszkodzie, 1 coś trzeba"
            " poprawić, 2 nie wiadomo.",
            "Check settings, person, credential, KSeF, clock, session and limits in"
            " turn. Exit status: 0 nothing stands in the way today, 1 something needs"
            " mending, 2 cannot tell.",
        ),
    )(doctor)
    group.command(
        "after-zawfa",
        help=say(
            "Powiedz osobie z ZAW-FA, co już może w KSeF i co ma teraz zrobić.",
            "Tell the person of a ZAW-FA what she may do in KSeF, and what comes next.",
        ),
    )(after_zawfa)


def login(
    *,
    credential: As = None,
    prepare: Annotated[
        Path | None,
        a_file(
            "Zapisz dokument do podpisania w innym programie (ważny 10 minut).",
            "Write the document to be signed in another program (good for 10 minutes).",
        ),
    ] = None,
    submit: Annotated[
        Path | None,
        a_file("Wyślij podpisany dokument.", "Hand in the signed document."),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Log in."""
    from jst.cli.ksef_login_run import do_login, do_prepare, do_submit  # noqa: PLC0415 - keeps --help quick

    if prepare is not None and submit is not None:
        raise WrongMix(
            "podaj --prepare albo --submit", "give --prepare or --submit, not both"
        )
    if prepare is not None:
        return do_prepare(credential, prepare, as_json=as_json)
    if submit is not None:
        return do_submit(credential, submit, as_json=as_json)
    return do_login(credential, as_json=as_json)


def whoami(*, credential: As = None, as_json: AsJson = False) -> Exit:
    """Show the session."""
    from jst.cli.ksef_login_run import do_whoami  # noqa: PLC0415 - as above

    return do_whoami(credential, as_json=as_json)


def sessions(
    *,
    credential: As = None,
    end: Annotated[
        bool,
        a_flag("--end", "Zakończ sesję tego poświadczenia.", "End this one's session."),
    ] = False,
    revoke: Annotated[
        str | None,
        a_word(
            "NUMER", "NUMBER", "Unieważnij sesję o tym numerze.", "Revoke this session."
        ),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Show or end sessions."""
    from jst.cli.ksef_sessions_run import do_sessions  # noqa: PLC0415 - as above

    return do_sessions(credential, end=end, revoke=revoke, as_json=as_json)


def grants(
    *,
    which: Annotated[
        str,
        a_word(
            "LISTA",
            "LIST",
            "persons (osoby w tym kontekście), given (nadane stąd gdzie indziej),"
            " own (własne), subunits (administratorzy jednostek), entities"
            " (otrzymane od innych), authorisations (podmiotowe).",
            "persons (in this context), given (from here, elsewhere), own,"
            " subunits (administrators of units), entities (received),"
            " authorisations (of entities).",
            "--list",
        ),
    ] = "persons",
    permission: Annotated[
        list[str] | None,
        a_word(
            "UPRAWNIENIE",
            "PERMISSION",
            "Tylko to uprawnienie, np. InvoiceRead; można podać kilka razy.",
            "This permission only, e.g. InvoiceRead; may be given several times.",
        ),
    ] = None,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> Exit:
    """List grants."""
    from jst.cli.ksef_grants_run import do_grants  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    only = tuple(permission or ())
    return do_grants(which, only, asked, reveal=reveal, as_json=as_json)


def roles(
    *,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> Exit:
    """List roles."""
    from jst.cli.ksef_grants_run import do_roles  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_roles(asked, reveal=reveal, as_json=as_json)


def doctor(*, credential: As = None, as_json: AsJson = False) -> Exit:
    """Check everything in turn."""
    from jst.cli.ksef_doctor import do_doctor  # noqa: PLC0415 - as above

    return do_doctor(credential, as_json=as_json)


def after_zawfa(
    *,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    out: Annotated[
        Path | None,
        a_file(
            "Zapisz gotowy wniosek o uprawnienia do faktur (prawa 0600).",
            "Write the request for invoice permissions (mode 0600).",
        ),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Say what comes after a ZAW-FA."""
    from jst.cli.ksef_after_zawfa import do_after_zawfa  # noqa: PLC0415 - as above

    return do_after_zawfa(
        Asked(credential, case, justification, mandate), out, as_json=as_json
    )
