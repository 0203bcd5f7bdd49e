"""The stories of `jst demo`: name -> the function that runs it, loaded when chosen."""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final


class Story(StrEnum):
    """What `jst demo` can show."""

    LOOKUP = "lookup"
    SERVICE = "service"
    OFFICER = "officer"
    DPH = "dph"
    KSEF = "ksef"


_RUNS: Final[dict[Story, str]] = {
    Story.LOOKUP: "jst.cli.demo_run:do_demo",
    Story.SERVICE: "jst.cli.demo_service:do_service",
    Story.OFFICER: "jst.cli.demo_officer:do_officer",
    Story.DPH: "jst.cli.demo_dph:do_dph",
    Story.KSEF: "jst.cli.demo_ksef:do_ksef",
}


def run_story(story: Story, keep: Path | None, *, as_json: bool) -> int:
    """Run one story and give back its exit status."""
    module, _, name = _RUNS[story].partition(":")
    run: Callable[..., int] = getattr(import_module(module), name)
    return run(keep, as_json=as_json)
