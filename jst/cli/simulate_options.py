"""What the commands of `jst simulate` share."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from jst.cli.language import say
from jst.cli.options import a_word

Port = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=65535,
        help=say(
            "Port TCP na 127.0.0.1; domyślnie z jst.toml, inaczej dowolny.",
            "TCP port on 127.0.0.1; by default that of jst.toml, else any.",
        ),
    ),
]
AnyPort = Annotated[
    int,
    typer.Option(
        min=0,
        max=65535,
        help=say(
            "Port TCP na 127.0.0.1; domyślnie dowolny.",
            "TCP port on 127.0.0.1; any by default.",
        ),
    ),
]
Folder = Annotated[
    Path | None,
    a_word(
        "KATALOG",
        "FOLDER",
        "Katalog symulatora, który zostaje; nowy, jeśli go nie ma.",
        "Folder of a simulator that stays; made anew if it is not there.",
    ),
]


def fault_option(names: str) -> Any:  # noqa: ANN401 - as typer.Option
    """Declare `--fault` of a simulator that knows these."""
    return a_word(
        "NAZWA",
        "NAME",
        f"Psuj każdą odpowiedź w ten sposób: {names}.",
        f"Spoil every answer in this way: {names}.",
    )


def place_of(
    register: str, folder: Path | None, port: int | None, stack: ExitStack
) -> tuple[Path, int]:
    """Give a simulator's folder and port: as asked, of JST_HOME, or temporary ones.

    Raises:
        OutputRefused: The folder holds something else, or cannot be made.
    """
    from jst.places import make_folder, refuse_unless_empty  # noqa: PLC0415 - as below

    if folder is None:
        from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic

        settings = load_settings()
        folder, told = {
            "crpo": (settings.places.simulator, settings.file.crpo),
            "crpdph": (settings.places.czech_simulator, settings.file.crpdph),
        }[register]
        if not folder.exists():
            kept = stack.enter_context(TemporaryDirectory(prefix=f"jst-{register}-"))
            folder = Path(kept) / "simulator"
        elif port is None and told is not None:
            port = urlsplit(told.url).port
    if not (folder / "ca.pem").exists():
        refuse_unless_empty(folder)
        make_folder(folder)
    return folder, port or 0
