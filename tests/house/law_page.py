"""Make docs/law.md: every rule of the KSeF regulations, from the book itself."""

from collections.abc import Iterator

from ksef.law.bodies import NOTES
from ksef.law.book import BOOK
from ksef.law.differences import ALL
from tests.house.law_table import units
from vocabulary.law import Rule

_NOTE = "This page is made from the code by `make generated`; do not edit it.\n"
_HEAD = (
    "# The law on using KSeF\n",
    "For officers, KSeF administrators and developers.",
    (
        "Every rule with its provision, its days, its source, its test, and what it "
        "says in Polish and English."
    ),
    (
        "A rule holds from its first day until the day before `until`; `none` says "
        "that no end was published."
    ),
    (
        "`text seen: no` means that the rule is known from a secondary source, which is"
        " linked; a decision that rests on it says so."
    ),
    (
        "The test named holds a yes and a no, the day before, the first day and, "
        "where an end is set, the last day and the day after."
    ),
    (
        "`jst ksef rules --on DAY` lists what holds on a day, `jst ksef rule ID` "
        "explains one."
    ),
)
_TEST = "tests/ksef/law/test_rules.py"


def law_page() -> str:
    """Write the page."""
    return "\n".join([*_HEAD, _NOTE, *_rules(), *_units(), *_bodies(), *_differences()])


def _rules() -> Iterator[str]:
    for act in dict.fromkeys(rule.ref.act for rule in BOOK):
        yield f"## {act}\n"
        yield (
            "| id | provision | from | until | text seen | po polsku | in English"
            " | test |"
        )
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        yield from (_row(rule) for rule in BOOK if rule.ref.act == act)
        yield ""


def _row(rule: Rule) -> str:
    """Write one wording; an end known from elsewhere names its source."""
    by = f", zm. {rule.ref.amended_by}" if rule.ref.amended_by else ""
    where = f"[{rule.ref.provision}]({rule.ref.url}){by}"
    until = str(rule.in_force_until or "none")
    if (source := rule.until_source) is not None:
        until += f" ({source.provision}, {source.act})"
    cells = [
        f"`{rule.id}`",
        where,
        str(rule.in_force_from),
        until,
        "yes" if rule.ref.text_seen else "no",
        rule.says,
        rule.english,
        f"`{_TEST}`: `{rule.id}-{rule.in_force_from}`",
    ]
    return f"| {' | '.join(cells)} |"


def _units() -> Iterator[str]:
    yield "## Every unit of §§ 1-7 of Dz.U. 2021 poz. 2481\n"
    yield "Of the text consolidated to 2023-09-01; a unit has the rules of its parts."
    yield "`tests/house/test_law_table.py` compares the table with the book.\n"
    yield "| unit | rules |"
    yield "| --- | --- |"
    for unit, rules in units().items():
        yield f"| {unit} | {', '.join(f'`{each}`' for each in rules)} |"
    yield ""


def _bodies() -> Iterator[str]:
    yield "## Kinds of bodies of a municipality\n"
    yield "`point` is the letter of § 2 ust. 2 pkt 3 that reaches its people.\n"
    yield (
        "| in questions | po polsku | taxpayer | point | ZAW-FA in its name (2023-09-01"
        " to 2026-01-31) | marked by | in KSeF |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for body, note in NOTES.items():
        cells = [
            f"`{body}`",
            note.polish,
            "yes" if note.is_taxpayer else "no",
            note.point,
            "yes" if note.by_zawfa else "no",
            note.identified_by,
            note.system or "Nip",
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _differences() -> Iterator[str]:
    yield "## Where KSeF does something else\n"
    yield "From the documentation of its API and its issues; not tried against KSeF.\n"
    yield "| id | po polsku | in English | source |"
    yield "| --- | --- | --- | --- |"
    for each in ALL:
        yield f"| `{each.id}` | {each.polish} | {each.english} | {each.source} |"
    yield ""
