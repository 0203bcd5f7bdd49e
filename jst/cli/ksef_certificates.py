"""jst ksef certificates: KSeF's own certificates, from limits to revocation."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.ksef_options import As, Asked, Mandate, Reveal, Why
from jst.cli.language import say
from jst.cli.options import Case, a_file, a_word, a_word_argument
from jst.cli.output import AsJson, new_group
from jst.cli.wrapper import Exit


def group() -> typer.Typer:
    """Make the group `jst ksef certificates`."""
    made = new_group(
        "certificates",
        say(
            "Certyfikaty KSeF: limity, wniosek, lista, unieważnienie.",
            "KSeF certificates: limits, request, list, revocation.",
        ),
    )
    made.command(
        "list",
        help=say(
            "Pokaż certyfikaty zalogowanego, ich ważność i limity.",
            "Show the certificates of who is logged in, and the limits.",
        ),
    )(list_)
    made.command(
        "enroll",
        help=say(
            "Utwórz klucz (EC P-256), wystąp o certyfikat KSeF i zapisz oba do nowego"
            " pliku (prawa 0600), który wskazuje potem key_file w credentials.toml;"
            " z --token-key tylko certyfikat dla klucza, który leży na tokenie."
            " Certyfikat urzędu wydaje się tylko po logowaniu jego pieczęcią.",
            "Make a key (EC P-256), ask for a KSeF certificate and write both to a new"
            " file (mode 0600), which key_file in credentials.toml then names; with"
            " --token-key the certificate alone, for a key that lies on a token. The"
            " office's certificate is issued only after a login with its seal.",
        ),
    )(enroll)
    made.command(
        "fetch",
        help=say(
            "Dokończ przerwany enroll: pobierz wydany certyfikat i zapisz go obok"
            " klucza, który czeka w pliku.",
            "Finish an enroll that broke off: fetch the certificate that was issued,"
            " and write it beside the key that waits in the file.",
        ),
    )(fetch)
    made.command(
        "revoke",
        help=say(
            "Unieważnij certyfikat. Sesje, które otworzył, żyją do końca tokenu.",
            "Revoke a certificate. Sessions that it opened live to their end.",
        ),
    )(revoke)
    return made


def list_(
    *,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    reveal: Reveal = False,
    as_json: AsJson = False,
) -> Exit:
    """List certificates."""
    from jst.cli.ksef_certificates_run import do_list  # noqa: PLC0415 - quick --help

    asked = Asked(credential, case, justification, mandate)
    return do_list(asked, reveal=reveal, as_json=as_json)


def enroll(
    *,
    name: Annotated[
        str,
        a_word(
            "NAZWA", "NAME", "Nazwa w KSeF (5-100 znaków).", "Its name in KSeF (5-100)."
        ),
    ],
    out: Annotated[
        Path,
        a_file("Nowy plik na klucz i certyfikat.", "New file for both."),
    ],
    token_key: Annotated[
        str | None,
        a_word(
            "ETYKIETA",
            "LABEL",
            "Klucz na tokenie z [token] w jst.toml, zamiast nowego.",
            "Key on the token of [token] in jst.toml, instead of a new one.",
        ),
    ] = None,
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Ask for a certificate."""
    from jst.cli.ksef_enroll_run import do_enroll  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_enroll(asked, name, out, token_key=token_key, as_json=as_json)


def fetch(
    *,
    number: Annotated[
        str,
        a_word_argument(
            "NUMER",
            "NUMBER",
            "Numer seryjny certyfikatu albo numer wniosku o niego.",
            "Serial number of the certificate, or number of its request.",
        ),
    ],
    out: Annotated[
        Path,
        a_file("Plik, w którym czeka klucz.", "File in which the key waits."),
    ],
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Finish what broke off."""
    from jst.cli.ksef_enroll_run import do_fetch  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_fetch(asked, number, out, as_json=as_json)


def revoke(
    *,
    serial: Annotated[
        str,
        a_word_argument(
            "NUMER",
            "SERIAL",
            "Numer seryjny (16 znaków).",
            "Serial number (16 characters).",
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(
            metavar=say("POWÓD", "REASON"),
            help="Unspecified, Superseded, KeyCompromise.",
        ),
    ] = "Unspecified",
    credential: As = None,
    case: Case = "",
    justification: Why = "",
    mandate: Mandate = "",
    as_json: AsJson = False,
) -> Exit:
    """Revoke a certificate."""
    from jst.cli.ksef_certificates_run import do_revoke  # noqa: PLC0415 - as above

    asked = Asked(credential, case, justification, mandate)
    return do_revoke(asked, serial, reason, as_json=as_json)
