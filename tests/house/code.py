"""What the packages say about themselves: errors, rules, settings, commands.

The packages are imported inside the functions, so that one which is not built yet is
absent and no obstacle.
"""

import ast
import contextlib
import importlib
import importlib.util
import io
import os
import re
from collections.abc import Iterator
from types import ModuleType
from typing import get_args, get_origin
from unittest import mock

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.house.tree import PACKAGES, here, parsed, python_files
from vocabulary.errors import ToolkitError
from vocabulary.law import Rule

# What makes a finding, wherever it stands; its first argument is the id.
_MAKERS = {
    "Finding",
    "_error",
    "_finding",
    "_info",
    "_no",
    "_warning",
    "error",
    "info",
    "note",
    "unanswered",
    "warning",
}
_RULE_ID = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


def modules() -> Iterator[ModuleType]:
    """Import every module of every package; `__main__` is run, never imported."""
    for path in python_files(*PACKAGES):
        if path.name != "__main__.py":
            name = here(path).removesuffix(".py").removesuffix("/__init__")
            yield importlib.import_module(name.replace("/", "."))


def is_built(name: str) -> bool:
    """Tell whether a module exists yet."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def errors() -> list[type[ToolkitError]]:
    """Every error of ours that says something of its own, by its code."""
    list(modules())
    ours = {found for found in _below(ToolkitError) if _is_ours(found)}
    return sorted(ours, key=lambda found: (found.code, found.__name__))


def _below(base: type[ToolkitError]) -> Iterator[type[ToolkitError]]:
    for found in base.__subclasses__():
        yield found
        yield from _below(found)


def _is_ours(found: type) -> bool:
    public = not found.__name__.startswith("_")
    return public and found.__module__.partition(".")[0] in PACKAGES


def rules() -> list[Rule]:
    """Every provision that stands as a constant in a package, by its id.

    Also those that stand in a tuple of rules: the wordings of one provision, a book.
    """
    found = {
        id(each): each
        for module in modules()
        for value in vars(module).values()
        for each in (value if isinstance(value, tuple) else (value,))
        if isinstance(each, Rule)
    }
    return sorted(found.values(), key=lambda rule: (rule.id, rule.in_force_from))


def checks() -> dict[str, str]:
    """Every id of a finding, with its Polish sentence."""
    return {
        rule: _sentence(rest)
        for path in python_files(*PACKAGES)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and node.args
        if getattr(node.func, "id", "") in _MAKERS
        for rule, rest in [(_constant(node.args[0]), node.args[1:])]
        if _RULE_ID.fullmatch(rule)
    }


def _constant(node: ast.expr) -> str:
    """Give a literal text, with `…` for what is put in while running."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_constant(part) for part in parts)
        case ast.FormattedValue():
            return "…"
        case _:
            return ""


def _sentence(arguments: list[ast.expr]) -> str:
    """Give the longest text with a blank in it: the name of a field has none."""
    texts = (_constant(argument) for argument in arguments)
    return max(texts, key=lambda text: (" " in text, len(text)), default="")


def settings() -> dict[str, dict[str, FieldInfo]]:
    """The fields of every settings section, by its name in the environment or file."""
    if not is_built("jst.settings"):
        return {}
    module = importlib.import_module("jst.settings")
    sections: dict[str, dict[str, FieldInfo]] = {
        "environment": {
            f"JST_{name.upper()}": field
            for name, field in module.Environment.model_fields.items()
        },
        "jst.toml": {},
    }
    for name, field in module.JstToml.model_fields.items():
        section = _section(field)
        if section is None:
            sections["jst.toml"][name] = field
        else:
            fields = {
                told.alias or inner: told
                for inner, told in section.model_fields.items()
            }
            sections[f"[{name}] in jst.toml"] = {
                f"{name}.{inner}": told for inner, told in fields.items()
            }
            for inner, told in fields.items():
                if (listed := _listed(told)) is not None:
                    sections[f"[[{name}.{inner}]] in jst.toml"] = {
                        f"{name}.{inner}.{each}": field
                        for each, field in listed.model_fields.items()
                    }
    return sections


def _listed(field: FieldInfo) -> type[BaseModel] | None:
    """Give the model of a `[[section]]`, of which there may be several."""
    if get_origin(field.annotation) is not tuple:
        return None
    return _section(field)


def _section(field: FieldInfo) -> type[BaseModel] | None:
    """Give the model of a `[section]`; None when the field is a plain value."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def commands() -> dict[str, object]:
    """Every command of jst by its words; none while jst is not built."""
    if not is_built("jst.cli.app"):
        return {}
    return dict(_walk("jst", importlib.import_module("jst.cli.app").command()))


def exit_statuses() -> list[int]:
    """The exit statuses of jst; none while jst is not built."""
    if not commands():
        return []
    return [int(status) for status in importlib.import_module("jst.cli.wrapper").Exit]


def _walk(words: str, command: object) -> Iterator[tuple[str, object]]:
    yield words, command
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from _walk(f"{words} {name}", child)


def help_text(words: str) -> str:
    """Run one command's `--help` as on a terminal of 88 columns without colour."""
    plain = {"COLUMNS": "88", "TERM": "dumb", "NO_COLOR": "1", "JST_LANG": "pl"}
    said = io.StringIO()
    with mock.patch.dict(os.environ, plain), contextlib.redirect_stdout(said):
        command = importlib.import_module("jst.cli.app").command()
        command.main(
            args=[*words.split()[1:], "--help"], prog_name="jst", standalone_mode=False
        )
    text = said.getvalue().strip("\n")
    return "\n".join(line.rstrip() for line in text.splitlines())
