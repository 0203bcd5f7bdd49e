"""The rules about skips hold, and the list of them is true."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import skips
from tests.house.tree import ROOT, here, python_files

KNOWN = {"no token": "required", "no node": "optional"}


@pytest.mark.parametrize(
    ("reasons", "is_ci", "expected"),
    [
        pytest.param([], True, [], id="nothing skipped"),
        pytest.param(["no node"], True, [], id="optional, in CI"),
        pytest.param(["no token"], False, [], id="required, at a desk"),
        pytest.param(
            ["no token", "no token"],
            True,
            ["a required test was skipped: no token"],
            id="required, in CI",
        ),
        pytest.param(
            ["flaky"],
            False,
            [
                "skipped for a reason that tests/house/skips.toml does not list: flaky",
            ],
            id="a reason nobody listed",
        ),
    ],
)
def test_a_skip_is_judged_by_its_reason(
    reasons: list[str], is_ci: bool, expected: list[str]
) -> None:
    """A suite that silently does less than it says is worse than a short one."""
    assert expected == skips.complaints(reasons, KNOWN, is_ci=is_ci)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_with_an_unlisted_skip_fails_and_keeps_its_last_line(
    tmp_path: Path, workers: str
) -> None:
    """The hook is code too: it must turn a green run red without hiding its count."""
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_runs(): pass\n"
        "@pytest.mark.skip(reason='because')\n"
        "def test_does_not(): pass\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.house.skips",
            "--numprocesses",
            workers,
            str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 1 == run.returncode
    assert 1 == run.stdout.count("does not list: because")
    assert run.stdout.splitlines()[-1].startswith("1 passed, 1 skipped in ")


def test_every_listed_reason_is_used_and_has_a_class() -> None:
    """A list that nobody cleans up ends as a list that nobody reads."""
    code = "".join(
        path.read_text("utf-8")
        for path in python_files("tests")
        if here(path) != "tests/house/test_skips.py"
    )
    listed = skips.listed()

    assert [] == [reason for reason in listed if f'"{reason}"' not in code]
    assert set(listed.values()) <= {"required", "optional"}
