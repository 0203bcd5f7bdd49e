"""Canaries in a ZAW-FA: heard nowhere but in the document itself.

House style, rule 40. The numbers stand in the file that a person wrote and in the PDF;
in no log line, error, argv, repr, finding or entry.
"""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jst.cli.wrapper import main
from jst.demo import create_demo
from jst.errors import ZawfaFileInvalid
from jst.zawfa_file import parse_zawfa
from ksef.zawfa.checks import check
from tests.documents.forms import a_form
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, listening
from tests.jst.conftest import set_roles

CASE = "OR.0050.2.2026"
PERSON, FIRM = CANARY_PESEL.reveal(), CANARY_NIP.reveal()
GOOD: dict[str, Any] = {
    "purpose": "grant",
    "filing_on": "2026-11-21",
    "addressee": "Naczelnik Urzędu Skarbowego w Przykładowie",
    "earlier_person": "none",
    "filer": {
        "kind": "company",
        "name": "Zmyślony",
        "nip": FIRM,
        "email": "a@b.example",
        "can_authenticate": False,
        "signers_required": 1,
    },
    "person": [{"surname": "Niebyła", "first_name": "Żaneta", "pesel": PERSON}],
    "signer": [{"surname": "Nikt", "first_name": "Jan", "position": "prezes"}],
}
BAD: list[dict[str, Any]] = [
    GOOD | {"purpose": PERSON},
    GOOD | {"filing_on": PERSON},
    GOOD | {PERSON: FIRM},
    GOOD | {"filer": GOOD["filer"] | {"kind": FIRM, PERSON: 1}},
    GOOD | {"person": [{"pesel": int(PERSON), FIRM: FIRM}]},
    GOOD | {"person": PERSON},
]
ODD: list[dict[str, Any]] = [
    GOOD,
    GOOD | {"filer": GOOD["filer"] | {"nip": PERSON}},
    GOOD | {"person": [{"nip": PERSON, "pesel": FIRM}]},
    GOOD | {"person": [{"pesel": PERSON}, {"nip": FIRM}]},
    GOOD | {"unique_data": {"fingerprint": PERSON}},
]


def test_the_canaries_are_not_heard_in_the_library() -> None:
    """Neither where a file is refused, nor in what is read from it and found."""
    with listening() as ears:
        for told in BAD:
            with pytest.raises(ZawfaFileInvalid) as refused:
                parse(told)
            ears.hear_error(refused.value)
            ears.hear("findings", *refused.value.findings)
        for told in ODD[:-1]:
            for notice in parse(told).notices:
                ears.hear("notice", notice)
                ears.hear("findings", *check(notice))
        ears.hear("findings", *check(parse(ODD[-1]).notices[0]))

    assert [] == ears.leaks()


def parse(told: object) -> Any:  # noqa: ANN401 - what is read
    """Read an object as a file would be."""
    return parse_zawfa(json.dumps(told).encode(), is_json=True, folder=Path())


@pytest.fixture(name="home")
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A made-up office with a KSeF administrator; log handlers are put back."""
    home = tmp_path / "home"
    create_demo(home)
    set_roles(home, "ksef-administrator")
    monkeypatch.setenv("JST_HOME", str(home))
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield home
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("extra", [["--json"], []])
def test_the_canaries_are_not_heard_on_the_terminal_nor_in_the_office(
    extra: list[str],
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is rendered is looked for: a canary that never sang proves nothing."""
    file, out = tmp_path / "told.json", tmp_path / "out"
    render = ("render", str(file), "--out", str(out), "--case")
    with listening() as ears:
        for told in (*BAD, *ODD):
            file.write_text(json.dumps(told), "utf-8")
            main(["zawfa", "check", str(file), *extra])
        for case, told in ((PERSON, GOOD), ("OR.1.2.2026", BAD[0]), (CASE, GOOD)):
            file.write_text(json.dumps(told), "utf-8")
            main(["zawfa", *render, case, *extra])
        (tmp_path / "form.pdf").write_bytes(a_form(("NIP",)))
        for mapping in (f'[text]\nNIP = "{FIRM}"', f"{PERSON} = 1", "[text]\n"):
            (tmp_path / "map.toml").write_text(mapping, "utf-8")
            official = ("--official", str(tmp_path / "form.pdf"))
            with_map = (*official, "--mapping", str(tmp_path / "map.toml"))
            main(["zawfa", *render, CASE, *with_map, *extra])
        said = capsys.readouterr()
        ears.hear("terminal", said.out, said.err)
        ears.hear("argv", sys.argv)
        ears.hear_files("office", home)

    assert [] == ears.leaks()
    assert 2 == len(list(out.iterdir()))
