"""jst letter: the access request to the Head of KAS, from data to registration."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jst.cli.cert_now import (
    Issuers,
    Lists,
    OnDay,
    Online,
    Responses,
    TrustedListFile,
)
from jst.cli.language import say
from jst.cli.options import a_file_argument, a_flag, a_word, a_word_argument, an_id
from jst.cli.output import AsJson, new_group

if TYPE_CHECKING:
    from jst.cli.letter_sources import Sources

Office = Annotated[Path, a_file_argument("Plik office.toml.", "The file office.toml.")]
Out = Annotated[
    Path,
    a_word("KATALOG", "FOLDER", "Nowy katalog na pismo.", "New folder for the letter."),
]


def group() -> typer.Typer:
    """Make the group `jst letter`."""
    made = new_group(
        "letter",
        say(
            "Wniosek do Szefa KAS o dostęp do API CRPO.",
            "The request to the Head of KAS for access to API CRPO.",
        ),
    )
    for name, run, words in (
        ("new", new, _NEW),
        ("check", check, _CHECK),
        ("prepare", prepare, _PREPARE),
        ("inquiry", inquiry, _INQUIRY),
        ("attach", attach, _ATTACH),
        ("status", status, _STATUS),
    ):
        made.command(name, help=say(*words))(run)
    return made


_NEW = (
    "Zapisz wzór pliku office.toml do uzupełnienia.",
    "Write a sample office.toml to fill in.",
)
_CHECK = (
    (
        "Sprawdź dane i pieczęcie; każda uwaga wskazuje pole i źródło. Kod wyjścia:"
        " 0 gotowe, 1 do poprawy, 2 nie wiadomo (brak listy zaufania)."
    ),
    (
        "Check data and seals; each finding names its field and source. Exit status:"
        " 0 ready, 1 to be corrected, 2 cannot tell (no trusted list)."
    ),
)
_PREPARE = (
    (
        "Przygotuj katalog: wniosek (PDF, DOCX), treść do wklejenia, załączniki,"
        " pismo ogólne (XML), instrukcja, ZIP z sumami kontrolnymi."
    ),
    (
        "Prepare the folder: letter (PDF, DOCX), text to paste, attachments, general"
        " letter (XML), instruction, ZIP with digests."
    ),
)
_INQUIRY = (
    "Przygotuj krótkie pismo z pytaniem o protokół, środowisko testowe i limity.",
    "Prepare a short letter that asks for protocol, test environment and limits.",
)
_ATTACH = (
    (
        "Sprawdź podpisane pismo: czy to przygotowana treść i kto podpisał. Kod"
        " wyjścia: 0 przyjęto, 1 odrzucono, 2 nie wiadomo."
    ),
    (
        "Check the signed letter: is it the prepared one, and who signed. Exit"
        " status: 0 accepted, 1 refused, 2 cannot tell."
    ),
)
_STATUS = (
    (
        "Pokaż, co zrobiono z pismami i kiedy trzeba je odnowić, albo zapisz kolejny"
        " krok. Kod wyjścia 1: odnowienie jest już potrzebne."
    ),
    (
        "Show what was done with the letters and when to renew them, or note the next"
        " step. Exit status 1: a renewal is due."
    ),
)


def new(
    file: Annotated[
        Path,
        a_file_argument("Nowy plik.", "The new file."),
    ] = Path("office.toml"),
    *,
    as_json: AsJson = False,
) -> int:
    """Write a sample office.toml."""
    from jst.cli.letter_run import do_new  # noqa: PLC0415 - lazy

    return do_new(file, as_json=as_json)


def check(
    office: Office,
    *,
    on: OnDay = None,
    trusted_list: TrustedListFile = None,
    issuer: Issuers = None,
    crl: Lists = None,
    ocsp: Responses = None,
    online: Online = False,
    as_json: AsJson = False,
) -> int:
    """Check the data and the seals."""
    from jst.cli.letter_run import do_check  # noqa: PLC0415 - lazy

    sources = _sources(trusted_list, issuer, crl, ocsp, online=online)
    day = on.date() if on else None
    return do_check(office, on=day, sources=sources, as_json=as_json)


def prepare(
    office: Office,
    *,
    out: Out,
    trusted_list: TrustedListFile = None,
    issuer: Issuers = None,
    crl: Lists = None,
    ocsp: Responses = None,
    online: Online = False,
    as_json: AsJson = False,
) -> int:
    """Prepare the access request."""
    from jst.cli.letter_run import do_prepare  # noqa: PLC0415 - lazy

    sources = _sources(trusted_list, issuer, crl, ocsp, online=online)
    return do_prepare(office, out, sources=sources, as_json=as_json)


def inquiry(office: Office, *, out: Out, as_json: AsJson = False) -> int:
    """Prepare the inquiry."""
    from jst.cli.letter_run import do_inquiry  # noqa: PLC0415 - lazy

    return do_inquiry(office, out, as_json=as_json)


def attach(
    folder: Annotated[
        Path,
        a_word_argument(
            "KATALOG",
            "FOLDER",
            "Katalog przygotowanego pisma.",
            "Folder of the letter.",
        ),
    ],
    file: Annotated[
        Path,
        a_word_argument(
            "PODPISANE", "SIGNED", "Podpisany plik XML.", "The signed XML file."
        ),
    ],
    *,
    trusted_list: TrustedListFile = None,
    issuer: Issuers = None,
    crl: Lists = None,
    ocsp: Responses = None,
    online: Online = False,
    as_json: AsJson = False,
) -> int:
    """Check a signed letter and note the result."""
    from jst.cli.letter_sources import Sources  # noqa: PLC0415 - lazy
    from jst.cli.letter_steps import do_attach  # noqa: PLC0415 - lazy

    sources = Sources(
        trusted_list=trusted_list,
        issuers=issuer,
        crls=crl,
        responses=ocsp,
        online=online,
    )
    return do_attach(folder, file, sources=sources, as_json=as_json)


def status(
    *,
    letter: Annotated[
        str,
        an_id("Numer pisma w dzienniku.", "Id of the letter in the log."),
    ] = "",
    sent: Annotated[
        str,
        a_word(
            "NUMER_UPP",
            "UPP_NUMBER",
            "Zapisz: wysłano, numer UPP.",
            "Note: sent, number of the UPP.",
        ),
    ] = "",
    accepted: Annotated[
        bool,
        a_flag(
            "--accepted", "Zapisz: Szef KAS przyjął.", "Note: the Head of KAS accepted."
        ),
    ] = False,
    registered: Annotated[
        bool,
        a_flag(
            "--registered",
            "Zapisz: zarejestrowano pieczęcie.",
            "Note: seals registered.",
        ),
    ] = False,
    correct_upp: Annotated[
        str,
        a_word(
            "NUMER_UPP",
            "UPP_NUMBER",
            "Popraw numer UPP; pomyłka zostaje w dzienniku.",
            "Correct the number of the UPP; the slip stays in the log.",
        ),
    ] = "",
    ended: Annotated[
        str,
        a_word(
            "NUMER_SERYJNY",
            "SERIAL",
            "Zapisz: tej zarejestrowanej pieczęci nie trzeba odnawiać (zastąpiła ją"
            " inna albo nikt jej nie używa).",
            "Note: this registered seal needs no renewal (another one took its"
            " place, or nobody uses it).",
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Show where the letters stand, or note one step."""
    from jst.cli.letter_steps import Told, do_status  # noqa: PLC0415 - lazy

    told = Told(
        sent=sent,
        accepted=accepted,
        registered=registered,
        correct_upp=correct_upp,
        ended=ended,
    )
    return do_status(letter, told, as_json=as_json)


def _sources(
    trusted_list: Path | None,
    issuers: list[Path] | None,
    crls: list[Path] | None,
    responses: list[Path] | None,
    *,
    online: bool,
) -> "Sources":
    from jst.cli.letter_sources import Sources  # noqa: PLC0415 - lazy

    return Sources(
        trusted_list=trusted_list,
        issuers=issuers,
        crls=crls,
        responses=responses,
        online=online,
    )
