"""jst ksef check-grant: one grant request, judged before anybody sends it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from jst.cli.findings import print_findings
from jst.cli.ksef_decide import difference_json
from jst.cli.ksef_input import read_bytes
from jst.cli.language import say
from jst.cli.output import print_json, print_line
from jst.cli.wrapper import Exit, finding_json
from jst.errors import InputInvalid
from jst.settings import load_settings
from ksef.access.errors import GrantUnreadable
from ksef.access.judge import Judged, Verdict, day_of, judge, missing_of, verdict_of
from ksef.access.judge_read import read_request
from vocabulary.finding import Severity

_EXITS: Final = {
    Verdict.OK: Exit.YES,
    Verdict.REFUSED: Exit.NO,
    Verdict.CANNOT_TELL: Exit.CANNOT_TELL,
}


def do_check_grant(file: Path, on: date | None, today: date, *, as_json: bool) -> Exit:
    """Judge the request by the rules of `--on`, else of the file's day, else of today.

    Raises:
        GrantUnreadable: The file cannot be opened, or holds no request that could be
            judged: exit 2, as nothing was refused.
    """
    try:
        data = read_bytes(file)
    except InputInvalid as not_read:
        raise GrantUnreadable(str(not_read), polish=not_read.polish) from None
    request = read_request(data)
    day = on or day_of(request) or today
    followed = load_settings().file.ksef.followed
    found = judge(request, on=day, followed=followed)
    verdict = verdict_of(found)
    if as_json:
        print_json(
            {
                "verdict": verdict,
                "on": day.isoformat(),
                "findings": [judged_json(each) for each in found],
                "missing": list(missing_of(found)),
            }
        )
    else:
        for each in sorted(found, key=_gravest_first):
            _print(each)
        print_line(f"{day}: {_in_words(verdict, found)}")
    return _EXITS[verdict]


def judged_json(found: Judged) -> dict[str, Any]:
    """Describe a finding; the keys are stable, `message` is always Polish."""
    decision = found.decision
    return {
        **finding_json(found),
        "english": found.english,
        "missing": found.missing or None,
        "textSeen": found.ref.text_seen if found.ref else None,
        "provisions": list(decision.provisions) if decision else [],
        "restsOnSecondary": decision.rests_on_secondary if decision else False,
        "systemDiffers": [difference_json(each) for each in found.system_differs],
    }


def _gravest_first(found: Judged) -> int:
    return -list(Severity).index(found.severity)


def _print(found: Judged) -> None:
    """Print a finding, all its provisions, and what KSeF does otherwise."""
    print_findings([replace(found, message=say(found.message, found.english))])
    if found.decision is not None:
        shown = finding_json(found)["provision"]
        for each in found.decision.provisions:
            if each != shown:
                print_line(f"    {each}")
    for difference in found.system_differs:
        print_line(f"    KSeF: {say(difference.polish, difference.english)}")


def _in_words(verdict: Verdict, found: tuple[Judged, ...]) -> str:
    """Say what comes of it, for the person who would send it."""
    missing = ", ".join(missing_of(found))
    return {
        Verdict.OK: say(
            "błędów nie znaleziono; ostatnie słowo ma KSeF.",
            "no errors were found; KSeF has the last word.",
        ),
        Verdict.REFUSED: say(
            "nie wysyłaj tego żądania; popraw błędy.",
            "do not send this request; correct the errors.",
        ),
        Verdict.CANNOT_TELL: say(
            f"nie wiadomo; brakuje: {missing}.", f"cannot tell; missing: {missing}."
        ),
    }[verdict]
