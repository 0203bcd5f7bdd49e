"""[0] TOML or JSON into a model of ours; complaints name keys and repeat nothing."""

import json
import tomllib
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from jst.errors import ZawfaFileInvalid
from jst.toml_file import findings_of
from vocabulary.finding import Finding

M = TypeVar("M", bound=BaseModel)


def read_shape(data: bytes, model: type[M], *, is_json: bool) -> M:
    """Read bytes in UTF-8 into a model.

    Raises:
        ZawfaFileInvalid: They are neither, or not of its shape; findings say where.
    """
    try:
        text = data.decode("utf-8-sig")
        told = _json(text) if is_json else tomllib.loads(text)
        return model.model_validate(told)
    except ValidationError as wrong:
        # `from None`: the library's error would quote what stands in the file.
        raise ZawfaFileInvalid("its shape is wrong", _findings(wrong)) from None
    except (ValueError, RecursionError):
        raise ZawfaFileInvalid(
            "it is no TOML or JSON in UTF-8",
            polish="to nie jest poprawny TOML ani JSON w UTF-8",
        ) from None


def _json(text: str) -> object:
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that occurs twice: the last one would win in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _findings(wrong: ValidationError) -> list[Finding]:
    """Name the keys; an unknown one is not repeated, as it may be anything."""
    return [
        replace(each, field=each.field.rpartition(".")[0])
        if each.rule == "file.extra_forbidden"
        else each
        for each in findings_of(wrong)
    ]
