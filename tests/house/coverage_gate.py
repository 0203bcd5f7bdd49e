"""Branch coverage is 100 % where a gap would be a gap in the evidence.

    python -m tests.house.coverage_gate COVERAGE.json [SKIPS.json]

Exit status: 0 complete, or not judged as a required part of the machine is absent
(it says so); 1 a line or branch of a gated package never ran.
"""

import json
import sys
from pathlib import Path
from typing import Any

GATED = ("vocabulary", "ledger", "certs", "accountability", "ksef/law")


def gaps(report: dict[str, Any]) -> list[str]:
    """Name each gated file that has lines or branches which never ran."""
    return [
        f"{path}: lines {told['missing_lines']}, branches {told['missing_branches']}"
        for path, told in sorted(report["files"].items())
        if path.startswith(tuple(f"{package}/" for package in GATED))
        and (told["missing_lines"] or told["missing_branches"])
    ]


def judge(report: dict[str, Any], skipped: dict[str, str]) -> tuple[int, list[str]]:
    """Give the exit status, and the lines to print."""
    total = report["totals"]["percent_covered_display"]
    absent = [reason for reason, kind in skipped.items() if kind == "required"]
    if absent:
        return 0, [f"coverage: {total} % in all; the gate is not judged: {absent}"]
    found = gaps(report)
    if found:
        return 1, [f"coverage: {total} % in all; the gate asks for 100 %", *found]
    return 0, [f"coverage: {total} % in all, branches too; 100 % where it is gated"]


def main(arguments: list[str]) -> int:
    """Read the two reports that a full run leaves in build/."""
    report = json.loads(Path(arguments[0]).read_text("utf-8"))
    skips = Path(arguments[1]) if arguments[1:] else None
    skipped = json.loads(skips.read_text("utf-8")) if skips and skips.exists() else {}
    status, lines = judge(report, skipped)
    print("\n".join(lines))  # noqa: T201 - a command prints
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
