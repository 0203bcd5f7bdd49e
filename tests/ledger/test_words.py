"""What a check of a log says is Polish for people; its sentences are English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.verify import Verdict
from ledger.words import IN_POLISH, in_polish, usage_in_polish

LEDGER = Path(__file__).parents[2] / "ledger"
SAID_IN = ("verify.py", "audit.py", "relations.py", "anchors.py")


def sentences(source: str) -> Iterator[str]:
    """Give the strings of several words in a module, 7 for each value in them."""
    tree = ast.parse(source)
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.Expr)
    inside = {
        part
        for node in ast.walk(tree)
        if isinstance(node, (*owners, ast.JoinedStr))
        for part in ast.iter_child_nodes(node)
        if isinstance(part, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in inside and " " in text:
                yield text
            case ast.JoinedStr(values=values):
                parts = [
                    str(part.value) if isinstance(part, ast.Constant) else "7"
                    for part in values
                ]
                yield "".join(parts)


def said() -> list[str]:
    """Give every sentence of a check, without SQL and what only follows another one."""
    told = [each for name in SAID_IN for each in sentences((LEDGER / name).read_text())]
    is_sql = {each for each in told if each.split()[0].isupper()}
    return sorted(each for each in told if each[0] not in ",#" and each not in is_sql)


@pytest.mark.parametrize("sentence", said())
def test_each_sentence_of_a_check_has_its_polish_one(sentence: str) -> None:
    """An officer need not read English to know why a log is not confirmed."""
    assert sentence != in_polish(sentence)


def test_the_sentences_are_found() -> None:
    """So that the test above is about something."""
    assert len(said()) > 30
    assert "entry 7 is a second outcome" in said()


def test_numbers_of_a_sentence_stay() -> None:
    """Which entry it is says more than that there is one."""
    assert "wpis #12 jest drugim wynikiem" == in_polish("entry 12 is a second outcome")


@pytest.mark.parametrize(
    ("why", "polish"),
    [
        ("no trusted key has signed the note", "nie podpisał klucz, którym go"),
        ("the signature of a trusted key fails", "plik zmieniono"),
        ("a note holds no control characters", "znaki sterujące"),
        ("no signatures, or no newline at the end", "jednym znakiem nowego wiersza"),
        (
            "the key named like the checkpoint's origin has not signed it",
            "nie podpisał klucz jego dziennika",
        ),
        ("not base64", "plik nie jest punktem kontrolnym albo jest uszkodzony"),
    ],
)
def test_a_checkpoint_is_told_what_is_wrong_with_it(why: str, polish: str) -> None:
    """A damaged file is no wrong key, and neither is the log's fault."""
    assert polish in in_polish(f"the checkpoint itself is not verified: {why}")


def test_the_words_of_a_note_are_those_that_it_says() -> None:
    """A reason that is renamed there would get the most general sentence here."""
    said_by_note = set(sentences((LEDGER / "note.py").read_text()))
    assert (
        set()
        == {
            "no trusted key has signed the note",
            "the signature of a trusted key fails",
            "a note holds no control characters",
            "no signatures, or no newline at the end",
            "the key named like the checkpoint's origin has not signed it",
        }
        - said_by_note
    )


def test_a_sentence_that_nobody_knows_is_left_as_it_is() -> None:
    """Better English than nothing."""
    assert "bogus" == in_polish("bogus")


def test_every_verdict_has_its_word() -> None:
    """The word that the review sheet asks for is among them."""
    assert set(Verdict) == set(IN_POLISH)
    assert IN_POLISH[Verdict.PROVED].startswith("POTWIERDZONY:")


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        ("the following arguments are required: BAZA", "brakuje: BAZA"),
        ("argument --vkey: expected one argument", "--vkey: brakuje wartości"),
        ("unrecognized arguments: bogus", "nieznana opcja albo zbędny argument"),
        ("--checkpoint wymaga --vkey", "--checkpoint wymaga --vkey"),
    ],
)
def test_wrong_usage_is_told_in_polish(english: str, polish: str) -> None:
    """What was typed is not repeated where it is no name of ours."""
    assert polish == usage_in_polish(english)
