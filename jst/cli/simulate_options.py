"""What the commands of `jst simulate` share."""

from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say

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
    typer.Option(
        metavar=say("KATALOG", "FOLDER"),
        help=say(
            "Katalog symulatora, który zostaje; nowy, jeśli go nie ma.",
            "Folder of a simulator that stays; made anew if it is not there.",
        ),
    ),
]
