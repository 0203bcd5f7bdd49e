"""Imports point downwards, and heavy libraries stay out of what is imported often."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import FLOORS, PACKAGES, here, parsed, pyproject, python_files

# Loaded inside the function that needs them; only jst may import them at the top.
# LAZY modules are written on top of one, and are themselves loaded that way.
LAZY = {
    "accountability.sockets",
    "ksef.access.messages",
    "ksef.access.messages_certificates",
    "ksef.access.messages_permissions",
    "ksef.access.messages_tokens",
}
HEAVY = {
    "docx",
    "pkcs11",
    "pydantic",
    "pydantic_settings",
    "pypdf",
    "requests",
    "rich",
    "segno",
    "signxml",
    "typer",
    "typst",
}


def _imported(node: ast.AST) -> list[str]:
    """Name the modules one node imports; also by importlib with a literal."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Call(
            func=ast.Attribute(attr="import_module") | ast.Name(id="__import__"),
            args=[ast.Constant(value=str(module)), *_],
        ):
            return [module]
        case _:
            return []


def _at_import_time(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs on import: not function bodies, nor what types alone need."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
        yield child
        yield from _at_import_time(child)


def heavy_imports(tree: ast.AST) -> list[str]:
    """Name the heavy modules that load together with this one."""
    return sorted(
        module
        for node in _at_import_time(tree)
        for module in _imported(node)
        if module.partition(".")[0] in HEAVY or module in LAZY
    )


def wrong_imports(importer: str, tree: ast.AST) -> list[str]:
    """Name the modules that `importer` may not import: of its floor, or above it."""
    return [
        module
        for node in ast.walk(tree)
        for module in _imported(node)
        if (package := module.partition(".")[0]) == "tests"
        or (package != importer and FLOORS.get(package, 0) >= FLOORS[importer])
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_from_floors_below(package: str) -> None:
    """
    Everything is read: top level, inside functions, and under TYPE_CHECKING.

    Holds: design, "The house"; ADR-0001.
    """
    found = {here(path): _wrong(package, path) for path in python_files(package)}

    assert {} == {path: modules for path, modules in found.items() if modules}


def _wrong(package: str, path: Path) -> list[str]:
    return wrong_imports(package, parsed(path))


@pytest.mark.parametrize("package", [name for name in PACKAGES if name != "jst"])
def test_no_heavy_library_is_imported_at_the_top(package: str) -> None:
    """
    A look-up embedded in a tax system must not wait for a command line to load.

    Holds: ADR-0006.
    """
    found = {
        here(path): heavy_imports(parsed(path))
        for path in python_files(package)
        if here(path).removesuffix(".py").replace("/", ".") not in LAZY
    }

    assert {} == {path: modules for path, modules in found.items() if modules}


def test_only_the_transport_uses_the_wire() -> None:
    """
    Whoever called it directly could ask a register without an intent.

    Holds: ADR-0003.
    """
    users = [
        here(path)
        for package in PACKAGES
        for path in python_files(package)
        for node in ast.walk(parsed(path))
        if "accountability.wire" in _imported(node)
    ]

    assert ["accountability/transport.py"] == users


def test_every_shipped_package_stands_on_a_floor() -> None:
    """A package that no floor names would be bound by no rule."""
    wheel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(PACKAGES) == set(wheel)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("import jst", ["jst"]),
        ("from jst.settings import Settings", ["jst.settings"]),
        ("from crpo import model", []),
        ("import ksef.law", ["ksef.law"]),
        ("def f():\n    import crpdph", ["crpdph"]),
        ("if TYPE_CHECKING:\n    from jst import office", ["jst"]),
        ("import importlib\nimportlib.import_module('jst.cli')", ["jst.cli"]),
        ("__import__('jst')", ["jst"]),
        ("from tests.fakes import X", ["tests.fakes"]),
        ("from . import model", []),
        ("from accountability import trail\nimport ledger.log, vocabulary, os", []),
    ],
)
def test_the_layer_rule_sees_every_way_to_import(line: str, wrong: list[str]) -> None:
    """A rule that a clever import gets around holds nothing."""
    assert wrong == wrong_imports("crpo", ast.parse(line))


@pytest.mark.parametrize(
    ("line", "heavy"),
    [
        ("import requests.adapters", ["requests.adapters"]),
        ("class A:\n    import typer", ["typer"]),
        ("try:\n    import rich\nexcept ImportError:\n    pass", ["rich"]),
        ("from accountability.sockets import X", ["accountability.sockets"]),
        ("def f():\n    import requests", []),
        ("if TYPE_CHECKING:\n    import requests", []),
        ("from lxml import etree", []),
    ],
)
def test_the_import_time_rule_sees_what_runs_on_import(
    line: str, heavy: list[str]
) -> None:
    """Imports for types and inside functions cost nothing until they are used."""
    assert heavy == heavy_imports(ast.parse(line))
