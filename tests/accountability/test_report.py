"""Reports: entries in, lines out; each is fed made-up entries in the log's order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accountability.report import Cell, Line, Report, lines_of
from accountability.report_faults import Denials, OpenIntents, WithoutCase
from accountability.report_looks import (
    Keys,
    OfficersLooks,
    OneSubject,
    SystemEntries,
)
from accountability.report_sums import Listing, PerCase, PerPerson
from accountability.report_unusual import Thresholds, Unusual
from ledger.entry import Draft

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # a Friday, 12:00 in Warsaw
LIMITS = Thresholds(
    per_hour=3, per_day=4, persons_per_subject=2, night_from=20, night_until=6
)
Rows = list[tuple[int, bytes]]


def an_entry(kind: str, at: datetime = NOON, **fields: object) -> tuple[Draft, bytes]:
    """Make an entry of a clerk in a case."""
    said: dict[str, Any] = {
        "actor": {"id": "a", "name": "Anna A", "unit": "R"},
        "case": {"number": "FK.1", "standing": "assigned"},
        "purpose": "doreczenie",
    }
    draft = Draft.of(kind, said | fields)
    return draft, draft.stamped(at)


def rows(*entries: tuple[Draft, bytes]) -> Rows:
    """Number entries as a log does."""
    return [(index, body) for index, (_, body) in enumerate(entries)]


def an_outcome(of: tuple[Draft, bytes], **fields: object) -> tuple[Draft, bytes]:
    """Make the outcome of a question."""
    draft = Draft.of("outcome", {"ref": of[0].id, "result": "answered", **fields})
    return draft, draft.stamped(NOON)


def cells(report: Report, entries: Rows) -> list[tuple[Cell, ...]]:
    """Give the lines of a report that are shown."""
    return [line.cells for line in lines_of(report, entries) if line.cells is not None]


def attempts(count: int, at: datetime = NOON, **fields: object) -> Rows:
    """Make so many questions, a minute apart."""
    return rows(
        *(an_entry("intent", at + timedelta(minutes=n), **fields) for n in range(count))
    )


def test_a_person_is_one_line_of_sums() -> None:
    """Open questions count too; entries without a person do not."""
    question, other = an_entry("intent"), an_entry("intent", case={"number": "FK.2"})
    seen = rows(
        question,
        an_outcome(question, result="unknown"),
        an_entry("denied"),
        an_entry("disclosure", case="odd"),
        an_entry("correction"),
        an_entry("system", actor=None),
        other,
    )

    assert [("a", "Anna A", "R", 2, 1, 1, 0, 1, 2, "2026-11-20 12:00:00")] == [
        line[:-1] for line in cells(PerPerson(), seen)
    ]
    assert [(0, 1), (2,), (3,), (4,), (6,)] == [
        line.entries for line in lines_of(PerPerson(), seen) if line.cells is None
    ]


def test_a_print_out_counts_as_a_paper() -> None:
    """It is logged as a reading of the kept answer; nothing else makes papers."""
    seen = rows(
        an_entry("disclosure", operation="print"),
        an_entry("disclosure", operation="serve"),
    )

    assert [(0, 0, 1, 1)] == [line[3:7] for line in cells(PerPerson(), seen)]


def test_a_check_of_a_signature_counts_as_no_paper() -> None:
    """Two files brought back, one letter sent: one paper."""
    seen = rows(
        an_entry("document", operation="letter-prepare"),
        an_entry("document", operation="letter-attach"),
        an_entry("document", operation="letter-attach"),
    )
    [line] = cells(PerPerson(), seen)

    assert 1 == line[PerPerson.columns.index("documents")]


def test_a_case_is_one_line_of_sums() -> None:
    """Persons of staff are counted once each."""
    question = an_entry("intent")
    seen = rows(
        question,
        an_outcome(question),
        an_entry("intent", actor={"id": "b"}),
        an_entry("denied", case=None),
    )

    assert [("FK.1", 2, 0, 0, 0, 0, 2)] == [
        line[:-2] for line in cells(PerCase(), seen)
    ]


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        pytest.param(Listing(person="a"), [0, 2], id="a person"),
        pytest.param(Listing(case=" FK.2 "), [3], id="a case"),
    ],
)
def test_a_listing_is_of_one_person_or_one_case(
    listing: Listing, found: list[int]
) -> None:
    """Each question stands on one line with its result."""
    question = an_entry("intent")
    other = an_entry("intent", actor={"id": "b"}, case={"number": "FK.2"})
    seen = rows(question, an_outcome(question), an_entry("denied"), other)

    assert found == [line[0] for line in cells(listing, seen)]


def test_the_results_are_those_of_the_outcomes() -> None:
    """A question without an outcome is open, a denial is denied."""
    question = an_entry("intent")
    stray = an_outcome(an_entry("intent"))
    seen = rows(
        question,
        an_outcome(question),
        stray,
        an_entry("denied"),
        an_entry("document", purpose=None, operation="print"),
        an_entry("intent"),
    )

    assert ["answered", "denied", "", "open"] == [
        line[7] for line in cells(Listing(), seen)
    ]


def test_a_question_without_an_open_case_is_listed() -> None:
    """A case that was only declared is one as well; no case at all says missing."""
    declared = an_entry("intent", case={"number": "FK.1", "standing": "declared"})
    seen = rows(
        declared,
        an_outcome(declared),
        an_entry("intent"),
        an_entry("intent", case=None),
        an_entry("document", case={"number": "FK.1"}),
    )

    assert ["declared", "missing"] == [line[-1] for line in cells(WithoutCase(), seen)]


def test_only_questions_without_an_outcome_are_open() -> None:
    """An officer asks what has become of them."""
    question = an_entry("intent")
    seen = rows(question, an_outcome(question), an_entry("intent"))

    assert [2] == [line[0] for line in cells(OpenIntents(), seen)]


def test_a_denial_names_its_rules() -> None:
    """They lead to docs/rules.md."""
    seen = rows(
        an_entry("denied", rules=["action.case.missing", "action.basis"]),
        an_entry("denied", rules="odd"),
        an_entry("intent"),
    )

    assert ["action.case.missing, action.basis", ""] == [
        line[-1] for line in cells(Denials(), seen)
    ]


@pytest.mark.parametrize(
    ("at", "signs"),
    [
        pytest.param(datetime(2026, 11, 20, 18, 59, tzinfo=UTC), [], id="19:59"),
        pytest.param(datetime(2026, 11, 20, 19, 0, tzinfo=UTC), ["night"], id="20:00"),
        pytest.param(datetime(2026, 11, 20, 4, 59, tzinfo=UTC), ["night"], id="5:59"),
        pytest.param(datetime(2026, 11, 20, 5, 0, tzinfo=UTC), [], id="6:00"),
        pytest.param(
            datetime(2026, 11, 20, 23, 0, tzinfo=UTC),
            ["night", "weekend"],
            id="Saturday in Warsaw, Friday in UTC",
        ),
        pytest.param(datetime(2026, 7, 20, 18, 0, tzinfo=UTC), ["night"], id="summer"),
    ],
)
def test_night_and_weekend_are_those_of_warsaw(at: datetime, signs: list[str]) -> None:
    """UTC would be wrong by one or two hours."""
    assert signs == [line[2] for line in cells(Unusual(LIMITS), attempts(1, at))]


def test_a_night_may_end_before_midnight() -> None:
    """An office of shifts may set it so."""
    early = Thresholds(
        per_hour=9, per_day=9, persons_per_subject=9, night_from=12, night_until=13
    )

    assert ["night"] == [line[2] for line in cells(Unusual(early), attempts(1))]


def test_many_attempts_in_an_hour_and_a_day_are_named_once() -> None:
    """The first hour reaches its limit, the second does not; the day does."""
    later = [
        (index + 9, body)
        for index, body in attempts(1, NOON + timedelta(hours=1))
        + attempts(1, NOON + timedelta(days=3))
    ]
    seen = [*attempts(3), *later, (20, an_entry("system")[1])]

    assert [
        ("volume-hour", "2026-11-20 12:00", 3, ">= 3"),
        ("volume-day", "2026-11-20", 4, ">= 4"),
    ] == [(line[2], line[1], line[5], line[6]) for line in cells(Unusual(LIMITS), seen)]


def test_many_readings_of_answers_are_named_apart_from_questions() -> None:
    """Who needs an answer shows it; who shows fifty in an hour is worth a question."""
    read = [
        (index, body)
        for operation in ("show", "serve", "print", "report")
        for index, body in rows(an_entry("disclosure", operation=operation))
    ]

    assert [("readings-hour", 3)] == [
        (line[2], line[5]) for line in cells(Unusual(LIMITS), [*read, *attempts(2)])
    ]


def test_a_reading_at_night_is_a_sign() -> None:
    """It is a use of the same data as the question was."""
    night = datetime(2026, 11, 20, 22, tzinfo=UTC)
    seen = rows(an_entry("disclosure", night, operation="serve"))

    assert ["night"] == [line[2] for line in cells(Unusual(LIMITS), seen)]


def test_several_people_about_one_person_are_named() -> None:
    """Within a month: an index means nothing beyond its period."""
    about: dict[str, Any] = {
        "subjects": [{"period": "2026-11.standard", "index": "x" * 43}]
    }
    seen = rows(
        an_entry("intent", **about),
        an_entry("denied", actor={"id": "b", "name": "Jan B"}, **about),
        an_entry("intent", datetime(2026, 12, 1, 11, tzinfo=UTC), **about),
    )

    assert [
        Line((1, "2026-11", "same-subject", "Anna A, Jan B", "", 2, "xxxxxxxx"), (1,))
    ] == list(lines_of(Unusual(LIMITS), seen))


def test_subjects_of_several_come_by_their_last_entries() -> None:
    """Who asks twice is one person; the order is that in which it came to light."""
    one: dict[str, Any] = {"subjects": [{"period": "2026-11", "index": "x" * 43}]}
    two: dict[str, Any] = {"subjects": [{"period": "2026-11", "index": "a" * 43}]}
    jan: dict[str, str] = {"id": "b", "name": "Jan B"}
    seen = rows(
        an_entry("intent", **two),
        an_entry("intent", **one),
        an_entry("intent", actor=jan, **one),
        an_entry("intent", actor=jan, **two),
        an_entry("intent", **two),
    )
    calm = Thresholds(
        per_hour=9, per_day=9, persons_per_subject=2, night_from=20, night_until=6
    )

    assert [(2, 2, "xxxxxxxx"), (4, 2, "aaaaaaaa")] == [
        (line[0], line[5], line[6]) for line in cells(Unusual(calm), seen)
    ]


def test_one_subject_is_found_as_asked_about_and_as_disclosed() -> None:
    """An attorney whose data an answer told is a person with rights as well."""
    person = {"period": "2026-11.standard", "index": "x"}
    question = an_entry("intent", subjects=[person, "odd"])
    other = an_entry("intent", subjects="odd")
    seen = rows(
        question,
        an_outcome(question, disclosed=[person]),
        other,
        an_outcome(other, disclosed=[person]),
        an_entry("denied", subjects=[person]),
        an_entry("denied"),
        an_entry("intent", subjects=[person]),
    )
    found = cells(OneSubject(frozenset({("2026-11.standard", "x")})), seen)

    assert ["subject+disclosed", "disclosed", "subject", "subject"] == [
        line[-2] for line in found
    ]
    assert question[0].id == found[0][-1]


HER = {"period": "2026-11.standard", "index": "x"}


def about_her(entries: Rows, since: datetime | None = None) -> list[tuple[object, ...]]:
    """Give place and role of each line about one person."""
    found = OneSubject(frozenset({("2026-11.standard", "x")}), since=since)
    return [(line[0], line[-2]) for line in cells(found, entries)]


def test_who_read_her_data_later_is_listed_too() -> None:
    """
    Who looks at a kept answer receives her data like the one who asked.

    Holds: art. 15 ust. 1 lit. c RODO.
    """
    asked = an_entry("intent", subjects=[HER])
    told = an_entry("intent")
    other = an_entry("intent")
    seen = rows(
        *(asked, an_outcome(asked)),
        *(told, an_outcome(told, disclosed=[HER])),
        *(other, an_outcome(other)),
        an_entry("disclosure", ref=asked[0].id, operation="serve"),
        an_entry("disclosure", ref=told[0].id, operation="print"),
        an_entry("disclosure", ref=other[0].id, operation="show"),
        an_entry("denied", ref=asked[0].id, operation="show"),
        an_entry("disclosure", operation="unseal-request", entries=[asked[0].id]),
        an_entry("disclosure", operation="unseal-show", entries=[asked[0].id]),
        an_entry("disclosure", operation="unseal-show", entries="odd"),
        an_entry("document", ref=asked[0].id),
        an_entry("denied", ref=asked[0].id, subjects=[HER]),
    )

    assert [
        *((0, "subject"), (2, "disclosed")),
        *((6, "read"), (7, "read-print"), (9, "read-denied"), (11, "read-unsealed")),
        (14, "subject"),
    ] == about_her(seen)


def test_a_question_of_before_is_known_though_only_what_came_later_is_listed() -> None:
    """Who asks for November also learns of those who read an answer of October."""
    asked = an_entry("intent", subjects=[HER])
    later = NOON + timedelta(days=20)
    seen = rows(
        *(asked, an_outcome(asked)),
        an_entry("disclosure", later, ref=asked[0].id, operation="serve"),
    )

    assert [(2, "read")] == about_her(seen, since=NOON + timedelta(days=1))


def test_an_answer_that_an_officer_read_is_one_of_the_looks() -> None:
    """The same reading by the clerk of the case is none, and stands in her case."""
    officer = {"id": "e", "name": "Ewa E", "role": "officer"}
    seen = rows(
        an_entry("disclosure", actor=officer, operation="show"),
        an_entry("disclosure", operation="show"),
        an_entry("disclosure", actor=officer, operation="odd"),
        an_entry("disclosure", operation="ledger-show"),
    )

    assert [0, 3] == [line[0] for line in cells(OfficersLooks(), seen)]


def test_what_was_done_to_the_log_itself_is_listed() -> None:
    """Who allowed how much to whom, what is held, what was removed."""
    seen = rows(
        an_entry(
            *("system", NOON),
            event="quota-approved",
            allows="a",
            questions=9,
            cases={"first": "FK.1", "last": "FK.9"},
        ),
        an_entry("system", event="answers-purged", intents=["x", "y"]),
        an_entry("system", event="bodies-pruned", kept=[], below=4),
        an_entry("intent"),
    )

    assert [
        (
            "quota-approved",
            "Anna A",
            "FK.1",
            "allows=a, questions=9, cases=FK.1 - FK.9",
        ),
        ("answers-purged", "Anna A", "FK.1", "intents=2"),
        ("bodies-pruned", "Anna A", "FK.1", "below=4"),
    ] == [line[2:6] for line in cells(SystemEntries(), seen)]


def test_the_officers_looks_are_listed_with_what_was_looked_at() -> None:
    """The log watches its readers."""
    seen = rows(
        an_entry(
            "disclosure", operation="report", report="people", scope={"person": "a"}
        ),
        an_entry("disclosure", operation="unseal-request", entries=["x", "y"]),
        an_entry(
            "disclosure", operation="unseal-release", ref=an_entry("intent")[0].id
        ),
        an_entry("disclosure"),
    )

    assert ["people a", "2 x"] == [
        line[-1] for line in cells(OfficersLooks(), seen[:2])
    ]
    assert 3 == len(cells(OfficersLooks(), seen))


def test_a_look_cites_the_request_by_its_place() -> None:
    """An id of 36 letters says nothing to a reader, and fits no column."""
    request = an_entry("disclosure", operation="unseal-request", entries=["x"])
    seen = rows(
        request,
        an_entry("denied", operation="unseal-release", ref=request[0].id),
        an_entry(
            "disclosure", operation="unseal-show", ref=request[0].id, entries=["x"]
        ),
        an_entry("disclosure", operation="report", report="keys", scope="odd"),
    )

    assert ["1 x", "#0", "1 x #0", "keys"] == [
        line[-1] for line in cells(OfficersLooks(), seen)
    ]


def test_keys_are_listed_when_made_and_when_destroyed() -> None:
    """What a destroyed key sealed is gone for ever, and the log says who did it."""
    seen = rows(
        an_entry("system", event="period-key-made", period="2026-11.standard"),
        an_entry("system", event="ledger-created"),
        an_entry("intent", period="2026-11.standard"),
    )

    assert [("period-key-made", "2026-11.standard")] == [
        line[2:4] for line in cells(Keys(), seen)
    ]
