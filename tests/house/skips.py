"""A skip is a promise not kept, so each is known by name (pytest plugin).

    skip -> is its reason in skips.toml? -> is it `required`, and is this CI?

A run fails when a test was skipped for a reason that skips.toml does not hold, and,
where `CI=true` is set, when one of class `required` was skipped. What was skipped is
left in build/skips.json for the coverage gate, which needs every required part.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "build" / "skips.json"


def listed() -> dict[str, str]:
    """Read skips.toml: reason -> class."""
    entries = tomllib.loads((HERE / "skips.toml").read_text("utf-8"))["skip"]
    return {entry["reason"]: entry["class"] for entry in entries}


def complaints(
    reasons: Iterable[str], known: Mapping[str, str], *, is_ci: bool
) -> list[str]:
    """Tell what is wrong with the skips of one run; nothing, when they may be."""
    return [
        f"skipped for a reason that tests/house/skips.toml does not list: {reason}"
        if reason not in known
        else f"a required test was skipped: {reason}"
        for reason in sorted(set(reasons))
        if reason not in known or (is_ci and known[reason] == "required")
    ]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Give the reason of a skip; None for anything else, a strict xfail included."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return None
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return str(text).removeprefix("Skipped: ")


class Skips:
    """Collects the reasons of one run, and judges them at its end."""

    def __init__(self, *, is_ci: bool) -> None:
        self.reasons: list[str] = []
        self.is_ci = is_ci

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        reason = _reason(report)
        if reason is not None:
            self.reasons.append(reason)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test."""
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that was skipped as a whole."""
        self._note(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Leave the report, and fail a run that otherwise went well."""
        if REPORT.parent.is_dir():
            classes = listed()
            REPORT.write_text(
                json.dumps(
                    {
                        reason: classes.get(reason, "unlisted")
                        for reason in sorted(set(self.reasons))
                    },
                    indent=1,
                ),
                "utf-8",
            )
        if session.exitstatus == pytest.ExitCode.OK and self._complaints():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """Print why the run failed, above the last line."""
        for line in self._complaints():
            terminalreporter.write_line(f"house: {line}")

    def _complaints(self) -> list[str]:
        return complaints(self.reasons, listed(), is_ci=self.is_ci)


def pytest_configure(config: pytest.Config) -> None:
    """Register the collector; a worker of a divided run has its reports judged."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(is_ci=os.environ.get("CI") == "true"))
