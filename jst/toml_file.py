"""[0] Read a TOML file of ours into its model; complaints become Polish findings.

The values themselves are never repeated: a file of settings may hold, by mistake, what
belongs into a key file.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from accountability.clear_text import plain
from jst.errors import (
    CaseFileInvalid,
    CasesInvalid,
    CredentialsInvalid,
    OrdersInvalid,
    PeopleInvalid,
    PermissionsInvalid,
    SettingsInvalid,
)
from ledger.files import open_regular
from vocabulary.finding import Finding, Severity

M = TypeVar("M", bound=BaseModel)
MAX_FILE_BYTES: Final = 16_777_216
_AT: Final = re.compile(r"at line (\d+), column (\d+)")

_POLISH: Final = {
    "missing": "Brak wymaganej wartości.",
    "extra_forbidden": "Nieznany klucz.",
    "greater_than_equal": "Wartość jest za mała.",
    "less_than_equal": "Wartość jest za duża.",
    "string_too_short": "Wartość jest za krótka.",
    "string_too_long": "Wartość jest za długa.",
    "too_short": "Lista jest za krótka.",
    "enum": "Wartość spoza listy dozwolonych.",
    "literal_error": "Wartość spoza listy dozwolonych.",
    "string_pattern_mismatch": "Wartość ma niewłaściwą postać.",
    "text_control": "Tekst zawiera znaki sterujące albo niewidoczne.",
    "text_blank": "Tekst jest pusty.",
    "value_error": "Wartość jest niepoprawna.",
    "grant_of_nothing": "Podaj dokładnie jedno: bundle, permissions albo"
    " representative = true.",
    "two_numbers": "Podaj nip albo internal_id, nie oba.",
}


def read_toml(
    path: Path,
    model: type[M],
    *,
    refusal: type[
        SettingsInvalid
        | PeopleInvalid
        | CasesInvalid
        | CaseFileInvalid
        | CredentialsInvalid
        | OrdersInvalid
        | PermissionsInvalid
    ],
) -> M | None:
    """Read a file into its model; None when there is no such file.

    Args:
        path: The file; its folder is the validation context `home`.
        model: What must stand in it.
        refusal: Raised when it cannot be read, is no regular file or no TOML, or breaks
            the model.
    """
    try:
        with open_regular(path) as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as unreadable:
        raise refusal(
            f"{path.name} cannot be read", polish=f"nie można otworzyć {path.name}"
        ) from unreadable
    if len(data) > MAX_FILE_BYTES:
        raise refusal(f"{path.name} is too big", polish=f"{path.name} jest za duży")
    try:
        values = tomllib.loads(data.decode())
        return model.model_validate(values, context={"home": path.parent})
    except ValidationError as wrong:
        # `from None`: the library's error would quote what stands in the file.
        raise refusal(f"{path.name} is wrong", findings_of(wrong)) from None
    except (ValueError, RecursionError) as wrong:  # the latter of 20,000 brackets
        at, gdzie = _place_of(wrong)
        raise refusal(
            f"{path.name} is not TOML in UTF-8{at}",
            polish=f"{path.name} nie jest poprawnym TOML w UTF-8{gdzie}",
        ) from None


def _place_of(wrong: ValueError | RecursionError) -> tuple[str, str]:
    """Say where TOML breaks off, in English and in Polish; nothing of it is quoted."""
    found = _AT.search(str(wrong))
    if found is None:
        return "", ""
    line, column = found.groups()
    return (
        f" (line {line}, column {column})",
        f" (wiersz {line}, kolumna {column})",
    )


def findings_of(wrong: ValidationError, prefix: str = "") -> tuple[Finding, ...]:
    """Turn every complaint into a finding that names the field and not the value."""
    return tuple(_findings(wrong, prefix))


def _findings(wrong: ValidationError, prefix: str) -> Iterator[Finding]:
    errors = wrong.errors(include_input=False, include_url=False)
    broken = {loc[:n] for loc in (e["loc"] for e in errors) for n in range(len(loc))}
    for error in errors:
        if error["type"] == "too_short" and error["loc"] in broken:
            continue  # a list that lost its broken members is said to be too short
        # A key of the file, too: a terminal must not obey it.
        field = prefix + ".".join(plain(str(part)) for part in error["loc"])
        kind = str(error["type"])
        yield Finding(
            f"file.{kind}",
            Severity.ERROR,
            _POLISH.get(kind, "Wartość jest niewłaściwego rodzaju."),
            field.upper() if prefix else field,
        )
