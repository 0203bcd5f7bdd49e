"""What entries are called: no stable word of the code reaches a person untranslated."""

import ast

import pytest

from accountability import accepted, allowance, holds, kept, pruning, retiring
from accountability.model import Purpose
from accountability.report import LOOKS
from crpdph.evidence import TAKE
from crpdph.model import Operation
from crpdph.watch import HISTORY
from crpo.letter import status
from crpo.lookup import OPERATION
from jst import leaving_log
from jst.cli.entry_words import DEEDS, deed_of, kind_of, result_of
from jst.expiring import EXPIRED
from ksef.access.endpoints import ENDPOINTS
from ledger.prune import EVENT
from tests.house.tree import parsed, python_files

KSEF_EVENTS = {
    word
    for path in python_files("jst")
    if path.name.startswith("ksef_")
    for node in ast.walk(parsed(path))
    if isinstance(node, ast.Constant)
    and isinstance(word := node.value, str)
    and word.startswith(("ksef-login", "ksef-session-"))
}


def events_in_the_code() -> set[str]:
    """Collect the events that are written as they stand: {"event": "..."}."""
    return {
        str(value.value)
        for path in python_files("accountability", "jst", "ledger")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "event"
        if isinstance(value, ast.Constant)
    }


def test_every_event_operation_and_purpose_has_a_word() -> None:
    """An officer reads `zniszczono klucz okresu`, not `period-key-destroyed`."""
    named = {
        *(
            accepted.ACCEPTED,
            allowance.APPROVED,
            allowance.OVERRIDDEN,
            holds.SET,
            holds.LIFTED,
        ),
        *(kept.PURGED, pruning.ORDERED, EVENT, OPERATION),
        *(retiring.ORDERED, retiring.RETIRING, retiring.DESTROYED),
        *(LOOKS | {"serve", "print"}),
        *(status.PREPARE, status.INQUIRE, status.ATTACH, status.EVENT),
        *(leaving_log.LISTED, leaving_log.BEGUN, leaving_log.DONE),
        *(leaving_log.APPROVED, EXPIRED),
        *(status.CORRECT_UPP, status.END_SEAL, status.OPEN_RENEWAL),
        *(TAKE, HISTORY, *map(str, Operation)),
        *map(str, Purpose),
        *(each.name for each in ENDPOINTS.values() if not each.infrastructure),
        *(event for event in KSEF_EVENTS),
    }

    assert set() == (named | events_in_the_code()) - set(DEEDS)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param(
            {"event": "period-key-destroyed", "period": "2026-11.standard"},
            "zniszczono klucz okresu 2026-11/standard",
            id="its period",
        ),
        pytest.param(
            {"event": "pruning-ordered", "before": "2024-01"},
            "zlecono usunięcie treści 2024-01",
            id="its month",
        ),
        pytest.param(
            {"operation": "report", "report": "keys"}, "raport keys", id="its report"
        ),
        pytest.param(
            {"event": "ksef-login-refused", "credential": "gmina"},
            "odmowa logowania do KSeF gmina",
            id="its credential",
        ),
        pytest.param(
            {
                "system": "ksef",
                "purpose": "tokeny-i-certyfikaty",
                "operation": "tokens_create",
            },
            "utworzenie tokenu",
            id="its operation",
        ),
        pytest.param({"event": "of-a-later-version"}, "of-a-later-version", id="new"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_a_deed_names_its_object(
    entry: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which key was destroyed is what the reader asks next."""
    monkeypatch.delenv("JST_LANG", raising=False)

    assert said == deed_of(entry)


@pytest.mark.parametrize(
    ("operation", "kind", "result"),
    [
        ("token_revoke", "zmiana", "wykonano"),
        ("tokens", "zapytanie", "odpowiedź"),
        ("of-a-later-version", "zapytanie", "odpowiedź"),
    ],
)
def test_a_change_at_ksef_is_no_question(
    operation: str, kind: str, result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who revoked a token did not ask for an answer."""
    monkeypatch.delenv("JST_LANG", raising=False)
    entry = {"kind": "intent", "system": "ksef", "operation": operation}

    assert (kind, result) == (kind_of(entry), result_of(entry, "answered"))


@pytest.mark.parametrize(
    ("operation", "kind"), [("print", "wydruk"), ("serve", "wgląd"), ("show", "wgląd")]
)
def test_a_print_out_is_told_from_a_look(
    operation: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paper leaves the office; what was only shown does not."""
    monkeypatch.delenv("JST_LANG", raising=False)

    assert kind == kind_of({"kind": "disclosure", "operation": operation})
