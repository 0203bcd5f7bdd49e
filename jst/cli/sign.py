"""jst sign: seal an XML document, have it sealed elsewhere, verify a sealed one."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import a_file, a_flag
from jst.cli.output import AsJson, new_group
from jst.cli.sign_key import (
    Certificate,
    KeyFile,
    KeyLabel,
    KeyOptions,
    Module,
    PassphraseFile,
    PinFile,
    TokenLabel,
)

_FILE = say("PLIK", "FILE")
Document = Annotated[
    Path,
    typer.Argument(
        metavar=_FILE, help=say("Dokument XML.", "XML document."), show_default=False
    ),
]
Out = Annotated[Path, a_file("Nowy plik na wynik.", "New file for the result.")]


def group() -> typer.Typer:
    """Make the group `jst sign`."""
    made = new_group("sign", say("Pieczęć pod dokumentem XML.", "A seal under XML."))
    made.command(
        "xml",
        help=say(
            "Opatrz dokument XML pieczęcią (XAdES-BASELINE-B): kluczem z pliku, z"
            " tokenu albo wskazanym w jst.toml.",
            "Seal an XML document (XAdES-BASELINE-B): by a key in a file, on a token,"
            " or the one of jst.toml.",
        ),
    )(xml)
    made.command(
        "detach",
        help=say(
            "Przygotuj dokument do opatrzenia pieczęcią gdzie indziej (SimplySign,"
            " Szafir, podpis.gov.pl).",
            "Prepare a document to be sealed elsewhere (SimplySign, Szafir,"
            " podpis.gov.pl).",
        ),
    )(detach)
    made.command(
        "attach",
        help=say(
            "Przyjmij dokument opatrzony pieczęcią gdzie indziej: czy to ten sam"
            " dokument i czyja pieczęć. Kod wyjścia: 0 przyjęto, 1 nie, 2 nie można"
            " odczytać.",
            "Take back a document sealed elsewhere: is it the same, and whose seal is"
            " it? Exit status: 0 taken, 1 not, 2 could not be read.",
        ),
    )(attach)
    made.command(
        "verify",
        help=say(
            "Sprawdź pieczęć dokumentu. Kod wyjścia: 0 pieczęć osoby wskazanej przez"
            " --trusted, 1 nieprawdziwa, 2 nie rozstrzygnięto: nie wskazano, komu"
            " ufać, czas podpisu jeszcze nie nadszedł albo pliku nie da się odczytać.",
            "Verify a sealed document. Exit status: 0 sealed by a --trusted one, 1 not"
            " valid, 2 not decided: nobody was named as trusted, its signing time is"
            " yet to come, or a file cannot be read.",
        ),
    )(verify)
    return made


def xml(  # noqa: PLR0913 - each is an option of the command
    *,
    file: Document,
    out: Out,
    key: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    certificate: Certificate = None,
    module: Module = None,
    token: TokenLabel = None,
    key_label: KeyLabel = None,
    pin_file: PinFile = None,
    skew: Annotated[
        float,
        typer.Option(
            "--skew-s",
            min=0,
            max=300,
            help=say(
                "O ile sekund wcześniej niż zegar ma być czas podpisu.",
                "How many seconds before the clock the signing time lies.",
            ),
        ),
    ] = 60.0,
    pss: Annotated[
        bool,
        a_flag(
            "--pss",
            "RSA: RSASSA-PSS zamiast PKCS#1 v1.5.",
            "RSA: RSASSA-PSS in place of PKCS#1 v1.5.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Seal a document into a new file."""
    from jst.cli.sign_run import do_sign  # noqa: PLC0415 - keeps --help quick

    options = KeyOptions(
        key=key,
        passphrase_file=passphrase_file,
        certificate=certificate,
        module=module,
        token=token,
        key_label=key_label,
        pin_file=pin_file,
    )
    do_sign(file, out, options, skew_s=skew, pss=pss, as_json=as_json)


def detach(*, file: Document, out: Out, as_json: AsJson = False) -> None:
    """Write what is to be sealed elsewhere."""
    from jst.cli.sign_run import do_detach  # noqa: PLC0415 - as above

    do_detach(file, out, as_json=as_json)


def attach(
    *,
    file: Document,
    signed: Annotated[
        Path,
        a_file(
            "Co zapisał program dostawcy (XAdES).",
            "What the provider's program wrote (XAdES).",
        ),
    ],
    signer: Annotated[
        Path,
        a_file(
            "Certyfikat, którego pieczęć ma tam być.",
            "Certificate whose seal has to be there.",
        ),
    ],
    out: Out,
    as_json: AsJson = False,
) -> None:
    """Check what came back, and write it to a new file."""
    from jst.cli.sign_run import do_attach  # noqa: PLC0415 - as above

    do_attach(file, signed, signer, out, as_json=as_json)


def verify(
    *,
    file: Document,
    trusted: Annotated[
        list[Path] | None,
        a_file(
            "Certyfikat, któremu wolno ufać; można powtórzyć.",
            "A certificate to trust; may be repeated.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say whose seal it is, and whether it is to be trusted."""
    from jst.cli.sign_run import do_verify  # noqa: PLC0415 - as above

    return do_verify(file, trusted or [], as_json=as_json)
