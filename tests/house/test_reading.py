"""Who reads a file waits for nobody: a pipe may lie in its place (ledger.files)."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGES, here, parsed, python_files

# They play a part, in a folder of their own.
PLAYED = ("jst/simulators/", "jst/demo", "jst/cli/demo")
ALLOWED = {
    "ksef/access/limits.py": "/etc/machine-id, which is the system's",
    "ledger/store/identity.py": "/proc/self/fd: what is open there is a regular file",
}
_WITHOUT_WAITING = ("O_NONBLOCK", "O_DIRECTORY")


def _reads(said: list[ast.expr]) -> bool:
    """Tell whether a mode, or none, is one for reading alone."""
    match said:
        case [ast.Constant(value=str(mode)), *_]:
            return mode.startswith("r") and "+" not in mode
        case _:
            return not said


def _waits(node: ast.Call, constants: dict[str, str]) -> bool:
    """Tell whether a call opens a file for reading, and would wait at a pipe.

    An `open()` without mode and encoding is taken for that of a token.
    """
    named = {each.arg for each in node.keywords}
    match node.func:
        case ast.Attribute(attr="read_bytes" | "read_text"):
            return True
        case ast.Attribute(value=ast.Name(id="os"), attr="open"):
            return _waits_by_flags(node.args[1], constants)
        case ast.Attribute(attr="open"):
            return _reads(node.args) and bool(node.args or "encoding" in named)
        case ast.Name(id="open"):
            return _reads(node.args[1:]) and "opener" not in named
        case _:
            return False


def _waits_by_flags(flags: ast.expr, constants: dict[str, str]) -> bool:
    names = [each.id for each in ast.walk(flags) if isinstance(each, ast.Name)]
    text = " ".join([ast.unparse(flags), *(constants.get(each, "") for each in names)])
    return "O_RDONLY" in text and not any(each in text for each in _WITHOUT_WAITING)


def _places(tree: ast.Module) -> Iterator[int]:
    """Give the lines of a file that would wait."""
    constants = {}
    for each in tree.body:
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                constants[name] = ast.unparse(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _waits(node, constants):
            yield node.lineno


def test_no_file_is_read_in_a_way_that_waits_at_a_pipe() -> None:
    """One that lies in the place of a setting's file would hang the whole office."""
    found = {
        f"{here(path)}:{line}"
        for path in python_files(*PACKAGES)
        if not here(path).startswith(PLAYED) and here(path) not in ALLOWED
        for line in _places(parsed(path))
    }

    assert set() == found


def test_every_exception_is_one() -> None:
    """One that is needed no more would hide the next fault of its file."""
    needed = {
        here(path)
        for path in python_files(*PACKAGES)
        if here(path) in ALLOWED and any(_places(parsed(path)))
    }

    assert set(ALLOWED) == needed


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("path.read_bytes()", True),
        ("path.read_text('utf-8')", True),
        ("path.open('rb')", True),
        ("path.open(encoding='utf-8')", True),
        ("open(path)", True),
        ("open(path, 'r')", True),
        ("os.open(path, os.O_RDONLY | os.O_CLOEXEC)", True),
        ("FLAGS: Final = os.O_RDONLY\nos.open(path, FLAGS)", True),
        ("FLAGS = os.O_RDONLY | os.O_DIRECTORY\nos.open(path, FLAGS)", False),
        ("os.open(path, os.O_RDONLY | os.O_NONBLOCK)", False),
        ("os.open(path, os.O_RDWR | os.O_CREAT)", False),
        ("open(path, 'rb', opener=without_waiting)", False),
        ("path.open('r+b')", False),
        ("path.open('wb')", False),
        ("token.open(user_pin=pin)", False),
        ("read_bytes(file)", False),
    ],
)
def test_the_search_knows_what_waits(code: str, waits: bool) -> None:
    """A search that finds nothing looks like success."""
    assert waits is any(_places(ast.parse(code)))
