"""[0] What all sections of jst.toml share."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo


class Section(BaseModel):
    """What all sections of jst.toml share."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )


def below_home(path: Path, info: ValidationInfo) -> Path:
    """Read a relative path from JST_HOME, wherever the command is run."""
    home = (info.context or {}).get("home", Path())
    return Path(home) / path.expanduser()


File = Annotated[Path, AfterValidator(below_home)]


def regular_expression(text: str) -> str:
    """Give it back; ValueError when it is none."""
    try:
        re.compile(text)
    except re.error as broken:
        raise ValueError("not a regular expression") from broken
    return text
