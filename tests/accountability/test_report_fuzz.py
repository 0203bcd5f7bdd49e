"""Reports over entries of any shape: what is odd is passed over, nothing crashes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.report import LOOKS, READINGS, Report, lines_of
from accountability.report_faults import Denials, OpenIntents, WithoutCase
from accountability.report_looks import (
    Keys,
    OfficersLooks,
    OneSubject,
    SystemEntries,
)
from accountability.report_sums import Listing, PerCase, PerPerson
from accountability.report_unusual import Thresholds, Unusual
from ledger.entry import KINDS

HER = {"period": "2026-11.standard", "index": "x"}
IDS = [f"0193490a-0000-7000-8000-00000000000{number}" for number in range(4)]
SMALL = Thresholds(
    per_hour=1, per_day=1, persons_per_subject=1, night_from=20, night_until=6
)
REPORTS: list[Callable[[], Report]] = [
    PerPerson,
    PerCase,
    lambda: Listing(person="a"),
    lambda: Listing(case="a"),
    WithoutCase,
    OpenIntents,
    Denials,
    Keys,
    OfficersLooks,
    SystemEntries,
    lambda: Unusual(SMALL),
    lambda: OneSubject(frozenset({("2026-11.standard", "x")}), {IDS[0]: [HER]}),
]
plain = st.sampled_from([None, True, 0, -1, 2**70, "", "odd", "ż", *IDS[:2]])
anything = plain | st.lists(plain, max_size=2) | st.dictionaries(plain.map(str), plain)
person = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "name", "unit", "role"), anything)
)
entries = st.fixed_dictionaries(
    {
        "v": st.just(1),
        "id": st.sampled_from(IDS),
        "nonce": st.just("0" * 32),
        "kind": st.sampled_from(sorted(KINDS)),
        "at": st.sampled_from(
            ["2026-11-20T10:15:30.123456Z", "2026-12-20T22:15:30.123456Z"]
        ),
    },
    optional={
        "actor": person | anything,
        "case": st.fixed_dictionaries({}, optional={"number": anything}) | anything,
        "operation": st.sampled_from(sorted(LOOKS | READINGS)) | anything,
        "subjects": st.lists(st.just(HER) | anything) | anything,
        "ref": st.sampled_from(IDS) | st.none(),
        "disclosed": st.lists(st.just(HER) | anything) | anything,
        **{
            name: st.sampled_from(IDS) | anything
            for name in ("entries", "rules", "scope", "report", "event")
        },
        **dict.fromkeys(
            ("period", "purpose", "result", "justification", "cases"), anything
        ),
    },
)


@pytest.mark.parametrize("report", REPORTS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(entries, max_size=5))
def test_no_entry_of_a_sound_version_breaks_a_report(
    report: Callable[[], Report], seen: list[dict[str, Any]]
) -> None:
    """
    Later versions add fields, and a hostile store may hold any JSON.

    Property test: a report that broke off would hide everything behind that entry.
    """
    rows = [(index, json.dumps(entry).encode()) for index, entry in enumerate(seen)]
    made = report()
    for line in lines_of(made, rows):
        assert set(line.entries) <= set(range(len(rows)))
        assert line.cells is None or len(made.columns) == len(line.cells)
        assert all(type(each) in {str, int, type(None)} for each in line.cells or ())
