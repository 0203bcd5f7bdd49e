"""Canaries in questions and lists of grants: heard in no log, error, argv or repr.

House style, rule 40. What `jst ksef` prints is looked through as well.
"""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jst.cli.wrapper import main
from ksef.errors import KsefError
from ksef.law.effective import Effective
from ksef.law.read import read_grants, read_question
from ksef.model import Permission
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, listening

DAY = date(2024, 5, 1)
PERSON, FIRM = CANARY_PESEL.reveal(), CANARY_NIP.reveal()
GOOD: dict[str, Any] = {
    "grants": [
        {
            "id": "1",
            "who": PERSON,
            "holder": "natural_person",
            "permission": "access",
            "context": FIRM,
            "by": FIRM,
            "validFrom": "2024-01-01",
        }
    ]
}
LEFT: dict[str, Any] = {
    "grants": [
        GOOD["grants"][0] | {"permission": "manage", "revokedOn": "2024-03-01"},
        GOOD["grants"][0] | {"id": "2", "who": "jan", "by": PERSON},
    ]
}
BAD_GRANTS: list[object] = [
    {"grants": [GOOD["grants"][0] | {name: f"{PERSON} {FIRM}"}]}
    for name in ("holder", "permission", "validFrom", "canDelegate", PERSON)
]
BAD_QUESTIONS: list[object] = [
    {"question": PERSON},
    {"question": "hold", "permission": PERSON, "holder": "natural_person"},
    {"question": "open", "given": [FIRM]},
    {"question": "regulated", FIRM: PERSON},
]


def test_the_canaries_are_not_heard_in_the_library() -> None:
    """Neither in what is refused, nor in what is found."""
    with listening() as ears:
        found = Effective(read_grants(json.dumps(GOOD)).grants)
        standings = list(found.everything(on=DAY))
        ears.hear("standings", *standings)
        left = read_grants(json.dumps(LEFT))
        disputed = list(Effective(left.grants).disputed(on=DAY))
        ears.hear("disputed", *disputed)
        ears.hear("no", found.may(CANARY_PESEL, Permission.MANAGE, CANARY_NIP, on=DAY))
        for told in BAD_GRANTS:
            ears.hear_error(_refusal(read_grants, told))
        for told in BAD_QUESTIONS:
            ears.hear_error(_refusal(read_question, told))

    assert [] == ears.leaks()
    assert standings
    assert disputed


def _refusal(read: Any, told: object) -> KsefError:  # noqa: ANN401 - one of two readers
    with pytest.raises(KsefError) as caught:
        read(json.dumps(told))
    return caught.value


@pytest.fixture(name="_log_handlers", autouse=True)
def _put_log_handlers_back() -> Iterator[None]:
    """`jst` sets up the root logger of this process; later tests have their own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_canaries_are_not_heard_on_the_terminal(
    as_json: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They come from a file, so argv cannot hold them; what is printed is masked."""
    monkeypatch.setenv("JST_HOME", str(tmp_path / "home"))
    file = tmp_path / "told.json"
    with listening() as ears:
        for command, told in [
            ("effective", GOOD),
            *(("effective", each) for each in BAD_GRANTS),
            *(("decide", each) for each in BAD_QUESTIONS),
        ]:
            file.write_text(json.dumps(told), "utf-8")
            main(["ksef", command, str(file), *(["--json"] if as_json else [])])
        said = capsys.readouterr()
        ears.hear("stdout", said.out)
        ears.hear("stderr", said.err)
        ears.hear("argv", sys.argv)

    assert [] == ears.leaks()
    assert CANARY_PESEL.masked in said.out
