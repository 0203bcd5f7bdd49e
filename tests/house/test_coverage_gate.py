"""The coverage gate asks for everything where it is shut, and says when it is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.house import coverage_gate


def _report(**files: tuple[list[int], list[list[int]]]) -> dict[str, Any]:
    return {
        "totals": {"percent_covered_display": "97"},
        "files": {
            path.replace("__", "/"): {"missing_lines": lines, "missing_branches": arcs}
            for path, (lines, arcs) in files.items()
        },
    }


@pytest.mark.parametrize(
    ("report", "skipped", "status"),
    [
        pytest.param(_report(ledger__a=([], [])), {}, 0, id="complete"),
        pytest.param(_report(ledger__a=([7], [])), {}, 1, id="a line"),
        pytest.param(_report(certs__a=([], [[7, 9]])), {}, 1, id="a branch"),
        pytest.param(_report(jst__a=([7], [])), {}, 0, id="a package without a gate"),
        pytest.param(_report(ledgerish__a=([7], [])), {}, 0, id="a similar name"),
        pytest.param(
            _report(ledger__a=([7], [])), {"no token": "required"}, 0, id="not judged"
        ),
        pytest.param(
            _report(ledger__a=([7], [])), {"no node": "optional"}, 1, id="optional part"
        ),
    ],
)
def test_only_a_gap_in_a_gated_package_fails(
    report: dict[str, Any], skipped: dict[str, str], status: int
) -> None:
    """
    Code that guards evidence and never ran in a test is a guess.

    Holds: house style, rule 47.
    """
    assert status == coverage_gate.judge(report, skipped)[0]


def test_the_command_reads_both_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Makefile calls it with the two files that a full run leaves behind."""
    report, skips = tmp_path / "coverage.json", tmp_path / "skips.json"
    report.write_text(json.dumps(_report(ledger__a=([7], []))))

    assert 1 == coverage_gate.main([str(report), str(skips)])
    skips.write_text(json.dumps({"no token": "required"}))
    assert 0 == coverage_gate.main([str(report), str(skips)])
    assert "not judged: ['no token']" in capsys.readouterr().out
