"""jst ksef offboard, expire and deputy: who leaves, what ends, who stands in."""

from typing import Annotated

import typer

from jst.cli.ksef_options import Asked, Mandate, Why, a_person, a_person_argument
from jst.cli.language import say
from jst.cli.options import Case, a_flag, a_word, an_id
from jst.cli.output import AsJson
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit


def add_to(group: typer.Typer) -> None:
    """Declare the commands."""
    group.command(
        "offboard",
        help=say(
            "Pokaż wszystko, co ma w KSeF osoba odchodząca: uprawnienia, nadane innym,"
            " tokeny, sesje; odbierz to na podstawie listy, którą sporządził kto inny,"
            " albo pilnie, do późniejszego zatwierdzenia. Kod wyjścia: 0 nic już nie"
            " ma, 1 coś jest, 2 nie wszystko odczytano albo nie wiadomo.",
            "Show all that somebody who leaves has in KSeF: permissions, given to"
            " others, tokens, sessions; revoke it by a list that another person made,"
            " or at once, to be approved later. Exit status: 0 nothing is left, 1"
            " something is, 2 not all was read or is known.",
        ),
    )(offboard)
    group.command(
        "expire",
        help=say(
            "Odbierz uprawnienia, których okres w permissions.toml się skończył, i nic"
            " więcej; bez nadzoru, na zlecenie stałe (cron). Kod wyjścia: 0 nic albo"
            " odebrano, 1 KSeF odmówił albo coś stoi z ZAW-FA, 2 nie wszystko odczytano"
            " albo nie wiadomo.",
            "Revoke what permissions.toml says has ended, and nothing else; unattended,"
            " under a standing order (cron). Exit status: 0 nothing or revoked, 1 KSeF"
            " refused or a ZAW-FA gives it, 2 not all was read or is known.",
        ),
    )(expire)
    group.command(
        "deputy",
        help=say(
            "Pokaż z permissions.toml, kogo ta osoba zastępuje i kto ją, od kiedy do"
            " kiedy i z jakimi uprawnieniami; o nic nie pyta.",
            "Show from permissions.toml for whom this person deputises and who for"
            " her, from when until when, with which permissions; asks nothing.",
        ),
    )(deputy)


def offboard(  # noqa: PLR0913 - one parameter for each option
    person: Annotated[
        str | None,
        a_person_argument(
            "Oznaczenie (ref) z ksef-people.toml, nigdy numer.",
            "Reference (ref) of ksef-people.toml, never a number.",
        ),
    ] = None,
    *,
    also: Annotated[
        list[str] | None,
        a_person(
            "Inne oznaczenie tej samej osoby (z innym numerem).",
            "Another reference of the same person (by another number).",
        ),
    ] = None,
    with_made: Annotated[
        list[str] | None,
        a_word(
            "NUMER",
            "ID",
            "Odbierz też to uprawnienie: nadane przez tę osobę komuś innemu albo"
            " podmiotu o jej numerze.",
            "Revoke as well this permission: given by the person to another, or of"
            " an entity of her number.",
            "--with",
        ),
    ] = None,
    apply: Annotated[
        str | None,
        a_word(
            "LISTA",
            "LIST",
            "Odbierz według listy o tym numerze, którą sporządził kto inny.",
            "Revoke by the list of this id, which another person made.",
        ),
    ] = None,
    emergency: Annotated[
        bool,
        a_flag(
            "--emergency",
            "Odbierz od razu, w pojedynkę, z uzasadnieniem; inna osoba zatwierdza"
            " to potem.",
            "Revoke at once, alone, with a justification; another person approves"
            " it later.",
        ),
    ] = False,
    approve: Annotated[
        str | None,
        an_id(
            "Zatwierdź pilne odebranie, które wykonał kto inny.",
            "Approve an emergency that another person carried out.",
        ),
    ] = None,
    pending: Annotated[
        bool,
        a_flag(
            "--pending",
            "Wypisz pilne odebrania bez zatwierdzenia. Kod wyjścia 1, gdy są.",
            "List emergencies without approval. Exit status 1 when there are any.",
        ),
    ] = False,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Show what somebody who leaves has, and take it away."""
    from jst.cli import ksef_offboard_run as run  # noqa: PLC0415 - keeps --help quick

    ways = (apply is not None, emergency, approve is not None, pending)
    alone, more = approve is not None or pending, (also, case, justification, mandate)
    if sum(ways) > 1 or (person is None) is not alone or (alone and any(more)):
        raise WrongMix(
            "podaj OSOBĘ i najwyżej jedno z --apply, --emergency; albo samo --approve"
            " lub --pending",
            "give PERSON and at most one of --apply, --emergency; or --approve or"
            " --pending alone",
        )
    if with_made and not (apply is not None or emergency):
        raise WrongMix(
            "--with działa z --apply albo --emergency",
            "--with goes with --apply or --emergency",
        )
    if pending:
        return run.do_pending(as_json=as_json)
    if approve is not None:
        return run.do_approve(approve, as_json=as_json)
    asked = Asked(None, case, justification, mandate)
    leaver = run.Leaver((person or "", *(also or ())), frozenset(with_made or ()))
    if emergency:
        return run.do_emergency(leaver, asked, as_json=as_json)
    if apply is not None:
        return run.do_apply(leaver, asked, apply, as_json=as_json)
    return run.do_list(leaver, asked, as_json=as_json)


def expire(
    *,
    order: Annotated[
        str,
        a_word(
            "ZLECENIE",
            "ORDER",
            'Numer zlecenia stałego z orders.toml (covers = "ksef-expire").',
            'Number of the standing order of orders.toml (covers = "ksef-expire").',
        ),
    ],
    as_json: AsJson = False,
) -> Exit:
    """Revoke what has ended."""
    from jst.cli.ksef_expire_run import do_expire  # noqa: PLC0415 - as above

    return do_expire(order, as_json=as_json)


def deputy(
    person: Annotated[
        str,
        a_person_argument(
            "Oznaczenie (ref) osoby, która zastępuje albo jest zastępowana.",
            "Reference (ref) of who deputises or is deputised.",
        ),
    ],
    *,
    as_json: AsJson = False,
) -> Exit:
    """Show who stands in for whom."""
    from jst.cli.ksef_deputy_run import do_deputy  # noqa: PLC0415 - as above

    return do_deputy(person, as_json=as_json)
