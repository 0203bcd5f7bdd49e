"""The lock files are complete, agree with pyproject.toml, and name no address."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, pyproject

LOCKS = ("run", "dev", "bench")
_PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+?)(?: ; .+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def _text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")


def _pins(lock: str) -> dict[str, str]:
    """Read name -> version, as they hold for the Python that runs this."""
    lines = [line for line in _text(lock).splitlines() if _PIN.fullmatch(line)]
    pins = [Requirement(line.removesuffix(" \\")) for line in lines]
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }


def _group(name: str) -> list[Requirement]:
    """Read a dependency group of pyproject.toml, with the groups it includes."""
    return [
        requirement
        for entry in pyproject()["dependency-groups"][name]
        for requirement in (
            _group(entry["include-group"])
            if isinstance(entry, dict)
            else [Requirement(entry)]
        )
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    """
    The index is the office's own choice, so no address is in any lock.

    Holds: design, section 8.
    """
    odd = [
        line
        for line in _text(lock).splitlines()
        if not (_PIN.fullmatch(line) or _HASH.fullmatch(line))
    ]

    assert [] == odd


@pytest.mark.parametrize(
    ("lock", "group", "is_shipped"),
    [("run", "build", True), ("dev", "dev", True), ("bench", "bench", False)],
)
def test_a_lock_serves_what_the_project_file_asks_for(
    lock: str, group: str, is_shipped: bool
) -> None:
    """A dependency added without `make lock` is missing on every fresh machine."""
    shipped = [Requirement(text) for text in pyproject()["project"]["dependencies"]]
    asked = _group(group) + (shipped if is_shipped else [])
    pins = _pins(lock)

    assert [] == [
        str(requirement)
        for requirement in asked
        if pins.get(canonicalize_name(requirement.name), "")
        not in requirement.specifier
    ]


@pytest.mark.parametrize("lock", ["dev", "bench"])
def test_the_locks_agree_on_versions(lock: str) -> None:
    """Tests and measures are worth something only on the versions that are shipped."""
    run, other = _pins("run"), _pins(lock)

    assert {} == {
        name: (run[name], other[name])
        for name in run.keys() & other.keys()
        if run[name] != other[name]
    }


def test_the_test_tools_come_on_top_of_what_runs() -> None:
    """`make test` after `make demo` must not take anything away."""
    assert set() == _pins("run").keys() - _pins("dev").keys()


def test_a_gpl_peer_is_never_needed_to_run_or_to_test() -> None:
    """One GPL peer is measured against in benchmarks/, and never imported."""
    assert "pymerkle" not in _pins("run").keys() | _pins("dev").keys()
