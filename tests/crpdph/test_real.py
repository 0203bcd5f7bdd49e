"""Real answers and the official page's own examples, read as they are."""

import re
from datetime import date
from pathlib import Path

import pytest

from crpdph.messages import read_answer, write_request
from crpdph.model import Dic, Operation, Verdict
from jst.simulators.crpdph_messages import read_request
from tests.house.tree import ROOT

REAL = ROOT.parent / "shared" / "real" / "crpdph"
PAGE = ROOT.parent / "shared" / "sources" / "002_bbd44923b6328082.txt"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not REAL.exists(), reason="real: the folder of real public data is absent"
    ),
]


def page_messages() -> list[bytes]:
    """Give the six messages of the official page, in its order."""
    text = PAGE.read_text("utf-8")
    found = re.findall(r"<soapenv:Envelope.*?</soapenv:Envelope>", text, re.DOTALL)
    return [each.encode() for each in found]


def read(name: str) -> bytes:
    """Read a recorded message."""
    return Path(REAL / name).read_bytes()


def test_a_recorded_answer_of_2018_is_read() -> None:
    """It echoes the DIC with its prefix, against its own schema."""
    found = read_answer(read("status_one.xml"))

    [subject] = found.subjects
    assert (0, date(2018, 2, 8), ()) == (
        found.status_code,
        found.generated_on,
        found.drift,
    )
    assert (Verdict.RELIABLE, "13", 9) == (
        subject.verdict,
        subject.tax_office,
        len(subject.accounts),
    )
    assert subject.dic_as_told == f"CZ{subject.dic}"


def test_an_answer_of_2026_with_nineteen_accounts_is_read() -> None:
    """A company and a number that is not there, in the extended operation."""
    found = read_answer(read("extended_one_19_accounts.xml"))

    company, nobody = found.subjects
    assert (19, True) == (len(company.accounts), all(a.key for a in company.accounts))
    assert (Verdict.NOT_FOUND, ()) == (nobody.verdict, nobody.accounts)
    assert () == found.drift
    assert company.name == (company.name or "").strip()


def test_the_recorded_request_asks_what_ours_asks() -> None:
    """Ours sends digits only; the service takes both."""
    operation, dics = read_request(read("status_one.request.xml"))
    ours = read_request(write_request(operation, [Dic.parse(dics[0])]))

    assert (operation, [dics[0].removeprefix("CZ")]) == ours


@pytest.mark.parametrize(
    ("place", "operation", "count"),
    [(0, Operation.PLATCE, 4), (2, Operation.SEZNAM, 0), (4, Operation.ROZSIRENY, 1)],
)
def test_the_pages_requests_are_understood_verbatim(
    place: int, operation: Operation, count: int
) -> None:
    """By the simulator, which answers what the register would."""
    found, dics = read_request(page_messages()[place])

    assert (operation, count) == (found, len(dics))


@pytest.mark.parametrize(
    ("place", "verdicts"),
    [
        (1, ["unreliable", "reliable", "reliable", "not_found"]),
        (3, ["unreliable", "unreliable"]),
        (5, ["unreliable"]),
    ],
)
def test_the_pages_answers_are_read_verbatim(place: int, verdicts: list[str]) -> None:
    """What the operator of the service has published is what we read."""
    found = read_answer(page_messages()[place])

    assert verdicts == [subject.verdict for subject in found.subjects]
    assert () == found.drift


def test_the_pages_answer_has_three_sorts_of_accounts() -> None:
    """A number, a number with a prefix, and a foreign text."""
    subject = read_answer(page_messages()[1]).subjects[1]

    assert ["123456789/0800", "158-9876543210/0800"] == [
        account.text for account in subject.accounts[:2]
    ]
    assert "foreign" == subject.accounts[2].kind
