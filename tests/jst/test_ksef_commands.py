"""`jst ksef`: rules, one rule, a decision, and who may do what."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from jst.cli import ksef_input
from jst.cli.ksef_words import WORDS, in_words
from ksef import model
from ksef.law import decision, standing
from ksef.law.book import BOOK, in_force
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL
from tests.jst.conftest import Jst

RULE_KEYS = [
    "id",
    "act",
    "provision",
    "says",
    "inForceFrom",
    "inForceUntil",
    "textSeen",
    "english",
]
HEAD = {
    "question": "hold",
    "permission": "invoices",
    "holder": "natural_person",
    "context": "local_budget_unit",
    "namedBy": "jst",
    "asRepresentative": True,
}
UNTOLD = HEAD | {"permission": "manage", "asRepresentative": None}
BY_ZAWFA = {
    "question": "hold",
    "permission": "invoices",
    "holder": "natural_person",
    "context": "jst",
    "namedBy": "taxpayer",
    "way": "zaw_fa",
}


@pytest.fixture(name="ask")
def _ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst) -> Any:  # noqa: ANN401 - a function
    """Write an object to a file and run `jst ksef` on it, in an office of nothing."""
    for name in ("JST_HOME", "JST_KEYS", "JST_MEMORY"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("JST_LANG", raising=False)

    def ask(command: str, told: object, *args: str) -> Any:  # noqa: ANN401 - what Jst gives
        file = tmp_path / "asked.json"
        file.write_text(json.dumps(told), "utf-8")
        return jst("ksef", command, str(file), *args)

    return ask


@pytest.mark.parametrize(
    "day", ["2021-12-31", "2022-01-01", "2024-05-01", "2026-02-14"]
)
def test_the_rules_of_a_day_are_listed(day: str, jst: Jst) -> None:
    """The keys are stable: vendors build on them."""
    from datetime import date  # noqa: PLC0415 - beside its only use

    listed = jst("ksef", "rules", "--on", day, "--json").json

    expected = [rule.id for rule in in_force(date.fromisoformat(day))]
    assert expected == [each["id"] for each in listed]
    assert [] == [each for each in listed if RULE_KEYS != list(each)]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_rule_is_told_to_programs_in_both_languages(
    language: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`says` is Polish whoever runs the command: a vendor stores it."""
    monkeypatch.setenv("JST_LANG", language)

    [told] = jst("ksef", "rule", "ksef.data.kind", "--json").json

    assert "Podaje się rodzaj uprawnienia." == told["says"]
    assert "The kind of the permission is given." == told["english"]


def test_the_rules_of_today_are_listed_for_people(jst: Jst) -> None:
    """Without a day it is today in Warsaw; each has its provision beside it."""
    ran = jst("ksef", "rules")

    assert 0 == ran.status
    assert "ksef.r1815.login.ksef_certificate  § 6 ust. 1 pkt 4" in ran.out


def test_every_wording_of_a_rule_is_shown(jst: Jst) -> None:
    """Point 2 of § 3 ust. 4 meant something else before 2023-09-01."""
    ran = jst("ksef", "rule", "ksef.data.member_nip")
    listed = jst("ksef", "rule", "ksef.data.member_nip", "--json").json
    open_end = jst("ksef", "rule", "ksef.r1815.zawfa.route").out

    assert (
        "§ 3 ust. 4 pkt 2, Dz.U. 2021 poz. 2481 (zm. Dz.U. 2022 poz. 2667)" in ran.out
    )
    assert ["§ 3 ust. 4 pkt 2", "§ 3 ust. 4 pkt 1 lit. b"] == [
        each["provision"] for each in listed
    ]
    assert [True, False] == [each["untilTextSeen"] for each in listed]
    assert "bez końca" in open_end
    assert "ze źródła wtórnego" in open_end


def test_before_the_act_no_rule_is_listed(jst: Jst) -> None:
    """An empty screen would look like a mistake."""
    assert "2021-12-31: brak reguł.\n" == jst("ksef", "rules", "--on", "2021-12-31").out
    assert [] == jst("ksef", "rules", "--on", "2021-12-31", "--json").json


def test_a_rule_that_is_none_is_refused(jst: Jst) -> None:
    """An id from an old note may be a mistake; none is ever reused."""
    ran = jst("ksef", "rule", "ksef.nothing", "--json")

    assert (1, "ksef.rule_unknown") == (ran.status, ran.json["error"])


@pytest.mark.parametrize("rule_id", sorted({rule.id for rule in BOOK}))
def test_every_rule_can_be_shown(rule_id: str, jst: Jst) -> None:
    """`rules` lists an id, `rule` explains it."""
    assert 0 == jst("ksef", "rule", rule_id).status


@pytest.mark.parametrize(
    ("told", "day", "status", "answer"),
    [
        (HEAD, "2023-01-01", 0, "yes"),
        (HEAD, "2022-12-31", 1, "not_in_force"),
        (HEAD | {"context": "company"}, "2024-05-01", 1, "no"),
        (HEAD | {"permission": "Introspection"}, "2024-05-01", 1, "not_applicable"),
        (UNTOLD, "2024-05-01", 2, "cannot_tell"),
    ],
)
def test_each_answer_has_its_exit_status(
    told: dict[str, Any],
    day: str,
    status: int,
    answer: str,
    ask: Any,  # noqa: ANN401 - a function
) -> None:
    """A script branches on it: 0 yes, 1 no, 2 cannot tell."""
    ran = ask("decide", told, "--on", day, "--json")

    assert (status, answer, day) == (ran.status, ran.json["answer"], ran.json["on"])
    assert [
        *("answer", "on", "rules", "provisions", "missing", "which"),
        *("restsOnSecondary", "systemDiffers", "readings", "considered"),
    ] == list(ran.json)


def test_the_day_of_the_file_counts_unless_one_is_given(ask: Any) -> None:  # noqa: ANN401 - a function
    """`--on`, else the file's `on`, else today."""
    told = HEAD | {"on": "2023-01-01"}

    assert "2023-01-01" == ask("decide", told, "--json").json["on"]
    assert (
        "2024-01-01" == ask("decide", told, "--json", "--on", "2024-01-01").json["on"]
    )
    assert ask("decide", HEAD, "--json").json["on"] >= "2026-01-01"


def test_a_decision_is_told_to_a_person(ask: Any) -> None:  # noqa: ANN401 - a function
    """Answer, provisions, what KSeF does otherwise, and the warning, in Polish."""
    said = ask("decide", BY_ZAWFA, "--on", "2024-05-01").out
    unsure = ask("decide", UNTOLD, "--on", "2024-05-01").out
    listed = ask("decide", {"question": "authenticate", "who": "entity"}).out

    unseen = ask(
        "decide",
        {"question": "zawfa", "filer": "branch", "persons": 1},
        "--on",
        "2026-05-01",
    ).out

    assert "brakuje: tekst przepisu: Dz.U. 2025 poz. 1815 § 5" in unseen
    assert said.startswith("2024-05-01: nie\n")
    assert "§ 4 ust. 1, Dz.U. 2021 poz. 2481 [ksef.zawfa.route]" in said
    assert "ten wybrano" in said
    assert "źródle wtórnym" in said
    assert "brakuje: czy jako przedstawiciel jednostki" in unsure
    assert "od tego zależy: " in unsure
    assert "certyfikat KSeF" in listed


def test_a_decision_can_be_told_in_english(
    ask: Any,  # noqa: ANN401 - a function
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """JST_LANG=en; the keys and words of JSON do not change."""
    monkeypatch.setenv("JST_LANG", "en")

    assert ask("decide", HEAD, "--on", "2024-05-01").out.startswith("2024-05-01: yes\n")


def test_the_setting_chooses_the_reading(ask: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a function
    """Holds: ADR-0021."""
    home = tmp_path / "JST_HOME"
    home.mkdir()
    (home / "jst.toml").write_text('[ksef]\nzawfa_gives = "manage_and_invoices"\n')

    followed = ask("decide", BY_ZAWFA, "--on", "2024-05-01", "--json").json

    assert "yes" == followed["answer"]
    assert [False, True] == [each["followed"] for each in followed["readings"]]


def test_a_question_that_is_none_is_refused_without_repeating_it(ask: Any) -> None:  # noqa: ANN401 - a function
    """It may hold somebody's PESEL by mistake."""
    person = CANARY_PESEL.reveal()
    ran = ask("decide", HEAD | {"holder": person, person: 1})

    assert 1 == ran.status
    assert "[ksef.question_invalid]" in ran.err
    assert person not in ran.err + ran.out


GRANTS: dict[str, Any] = {
    "on": "2024-05-01",
    "contexts": [
        {"id": "gmina", "kind": "jst"},
        {"id": "szkoła", "kind": "local_budget_unit", "parent": "gmina"},
    ],
    "grants": [
        {
            "id": "g1",
            "who": CANARY_PESEL.reveal(),
            "holder": "natural_person",
            "permission": "manage",
            "context": "szkoła",
            "by": "gmina",
            "validFrom": "2024-01-01",
            "asRepresentative": True,
        },
        {
            "id": "g2",
            "who": CANARY_NIP.reveal(),
            "holder": "entity",
            "permission": "access",
            "context": "szkoła",
            "by": CANARY_PESEL.reveal(),
            "validFrom": "2024-01-01",
            "revokedOn": "2024-04-01",
        },
    ],
}


def test_who_may_do_what_is_told_with_the_chain(ask: Any) -> None:  # noqa: ANN401 - a function
    """Identifiers come from the file and are masked in what is printed."""
    listed = ask("effective", GRANTS, "--json")
    said = ask("effective", GRANTS)

    assert 0 == listed.status
    assert ["manage", "issue", "access"] == [
        each["permission"] for each in listed.json["standings"]
    ]
    chain = listed.json["standings"][0]["chain"]
    assert ["gmina", CANARY_PESEL.masked] == [link["who"] for link in chain]
    assert ["§ 2 ust. 2 pkt 3 lit. c, Dz.U. 2021 poz. 2481"] == chain[1]["provisions"]
    assert CANARY_PESEL.masked in said.out
    assert "z mocy prawa" in said.out
    for secret in (CANARY_PESEL.reveal(), CANARY_NIP.reveal()):
        assert secret not in listed.out + said.out + said.err


def test_what_is_asked_of_the_grants_is_answered(ask: Any) -> None:  # noqa: ANN401 - a function
    """One no makes the exit status 1, and says why."""
    wanted = {
        "who": CANARY_NIP.reveal(),
        "permission": "access",
        "context": "szkoła",
    }
    ran = ask("effective", GRANTS | {"ask": [wanted]}, "--json")
    said = ask("effective", GRANTS | {"ask": [wanted]})
    before = ask("effective", GRANTS | {"ask": [wanted]}, "--on", "2024-03-01")

    assert 1 == ran.status
    assert [{"grant": "g2", "why": "revoked"}] == ran.json["standings"][0]["broken"]
    assert "g2: odebrano" in said.out
    assert 0 == before.status


def test_what_ksef_still_shows_is_told(ask: Any) -> None:  # noqa: ANN401 - a function
    """A term that has passed: KSeF knows no terms."""
    ended = GRANTS["grants"][1] | {"revokedOn": None, "validUntil": "2024-04-01"}
    told = GRANTS | {
        "grants": [GRANTS["grants"][0], ended],
        "ask": [{"who": ended["who"], "permission": "access", "context": "szkoła"}],
    }

    assert "KSeF nie zna terminu" in ask("effective", told).out


CLERK: dict[str, Any] = {
    "id": "g3",
    "who": "księgowa",
    "holder": "natural_person",
    "permission": "access",
    "context": "szkoła",
    "by": CANARY_PESEL.reveal(),
    "validFrom": "2024-02-01",
}
HEAD_LEFT: dict[str, Any] = GRANTS | {
    "grants": [GRANTS["grants"][0] | {"revokedOn": "2024-04-01"}, CLERK]
}


def test_whom_one_named_who_has_left_is_told_by_both_readings(
    ask: Any,  # noqa: ANN401 - a function
) -> None:
    """Listed as a no, with since when and whose right has ended. Holds: ADR-0033."""
    listed = ask("effective", HEAD_LEFT, "--json")
    said = ask("effective", HEAD_LEFT).out
    [standing] = listed.json["standings"]
    ends, stands = standing["readings"]

    assert 1 == listed.status
    assert [{"grant": "g3", "why": "namer_ended"}] == standing["broken"]
    assert ("grant_ends", "no", True) == (ends["id"], ends["answer"], ends["followed"])
    assert ("grant_stands", "yes", False) == (
        *(stands["id"], stands["answer"], stands["followed"]),
    )
    assert [None, "2024-04-01", None] == [link["ended"] for link in stands["chain"]]
    assert "to uprawnienie skończyło się 2024-04-01" in said
    assert "nadane trwa" in said
    assert CANARY_PESEL.reveal() not in listed.out + said


def test_the_setting_lets_the_grants_of_who_has_left_stand(
    ask: Any,  # noqa: ANN401 - a function
    tmp_path: Path,
) -> None:
    """The chain then says whose right has ended. Holds: ADR-0033."""
    home = tmp_path / "JST_HOME"
    home.mkdir()
    (home / "jst.toml").write_text('[ksef]\nnamer_ended = "grant_stands"\n')

    ran = ask("effective", HEAD_LEFT, "--json")
    [standing] = ran.json["standings"]

    assert (0, True) == (ran.status, standing["may"])
    assert [None, "2024-04-01", None] == [link["ended"] for link in standing["chain"]]
    assert [False, True] == [each["followed"] for each in standing["readings"]]


def test_nobody_is_a_list_too(ask: Any) -> None:  # noqa: ANN401 - a function
    """No grants, no standings, and no error."""
    ran = ask("effective", {"grants": []})

    assert 0 == ran.status
    assert "nikt nic nie może" in ran.out


class _Stdin:
    """Standard input with bytes in it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_a_question_comes_from_standard_input(
    jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`-` is standard input; a program pipes its question in."""
    monkeypatch.setenv("JST_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", _Stdin(json.dumps(HEAD).encode()))

    assert 0 == jst("ksef", "decide", "-", "--on", "2024-05-01").status


@pytest.mark.parametrize(
    ("stdin", "status", "code"),
    [
        (None, 2, "jst.input_missing"),
        (_Stdin(b"\xff"), 1, "jst.input_invalid"),
        (_Stdin(b" " * 101), 1, "jst.input_invalid"),
        (_Stdin(b""), 1, "ksef.question_invalid"),
    ],
)
def test_standard_input_that_is_no_question_is_refused(
    stdin: object, status: int, code: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed, no text, too much, or nothing at all."""
    monkeypatch.setattr(ksef_input, "MAX_BYTES", 100)
    monkeypatch.setattr(sys, "stdin", stdin)

    ran = jst("ksef", "decide", "-", "--json")

    assert (status, code) == (ran.status, ran.json["error"])


def test_a_file_that_is_not_there_is_refused(jst: Jst) -> None:
    """The name is the user's own and may be told."""
    ran = jst("ksef", "effective", os.devnull + "-not-there", "--json")

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])


def test_every_word_that_people_read_has_both_languages() -> None:
    """A word of code in a Polish sentence is a mistake that nobody reports."""
    enums = [
        *(model.Permission, model.Datum, model.InvoiceDatum),
        *(decision.Answer, decision.ZawFaGives, decision.InvoiceKinds, standing.Why),
        decision.NamerEnded,
    ]
    words = {str(each) for kind in enums for each in kind}
    known_to_ksef_only = {"personal_signature", "peppol_certificate"}
    words |= {str(each) for each in model.Means} - known_to_ksef_only
    words |= {
        *("context", "named_by", "as_representative", "entity_named_by", "persons"),
        *("permissions_verified", "gives_identifier", "has_identifier"),
        *("certificate_has_id", "unique_data_given", "can_authenticate"),
        "generated_after",
    }

    assert words == set(WORDS)
    assert "ZAW-FA(3)" == in_words("ZAW-FA(3)")
