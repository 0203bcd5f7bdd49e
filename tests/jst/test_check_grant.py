"""`jst ksef check-grant`: the verdict is an exit status, and no number is repeated."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, Ears, listening
from tests.house.blocks import blocks
from tests.house.tree import ROOT
from tests.jst.conftest import Jst, Ran
from tests.ksef.access.grant_requests import (
    GOOD,
    NONE,
    PERSON,
    PESEL,
    SUBUNIT,
    SUBUNIT_BY_NIP,
    UNIT,
    having,
)

Check = Callable[..., Ran]
SUBJECT = "subjectIdentifier"
INSIDE = "contextIdentifier.value"
# facts/… what peers let through: each of these is stopped here
WRONG: dict[str, tuple[dict[str, Any], dict[str, object]]] = {
    "PESEL check digit": (PERSON, {f"{SUBJECT}.value": "44051401358"}),
    "NIP check digit": (PERSON, {SUBJECT: {"type": "Nip", "value": "9990000015"}}),
    "fingerprint ABC": (PERSON, {SUBJECT: {"type": "Fingerprint", "value": "ABC"}}),
    "no permission": (PERSON, {"permissions": []}),
    "unknown permission": (PERSON, {"permissions": ["InvoiceSend"]}),
    "a permission twice": (PERSON, {"permissions": ["InvoiceRead", "InvoiceRead"]}),
    "description of 2": (PERSON, {"description": "aa"}),
    "description of 300": (PERSON, {"description": "a" * 300}),
    "InternalId of a wrong form": (SUBUNIT, {INSIDE: "1234563218-1"}),
    "InternalId with a wrong check digit": (SUBUNIT, {INSIDE: "1234563218-12342"}),
    "InternalId with another NIP": (SUBUNIT, {INSIDE: "9990000014-12340"}),
    "nip with an InternalId": (PERSON, {"context": {"type": "Nip", "value": UNIT}}),
    "VatUeManage to a person": (PERSON, {"permissions": ["VatUeManage"]}),
    "EnforcementOperations elsewhere": (
        PERSON,
        {"permissions": ["EnforcementOperations"]},
    ),
}
KEYS = [
    "rule",
    "severity",
    "field",
    "message",
    "provision",
    "source",
    "english",
    "missing",
    "textSeen",
    "provisions",
    "restsOnSecondary",
    "systemDiffers",
]


@pytest.fixture(name="check")
def _check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst) -> Check:
    """Write a request to a file and have it judged, in an office of nothing."""
    for name in ("JST_HOME", "JST_KEYS", "JST_MEMORY"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("JST_LANG", raising=False)

    def check(request: object, *args: str) -> Ran:
        file = tmp_path / "request.json"
        file.write_text(json.dumps(request), "utf-8")
        return jst("ksef", "check-grant", str(file), *args)

    return check


@pytest.mark.parametrize("name", GOOD)
def test_a_good_request_gives_0(name: str, check: Check) -> None:
    """A script sends what gives 0, and nothing else."""
    ran = check(GOOD[name], "--on", "2026-11-21")

    assert (0, "") == (ran.status, ran.err)
    assert "błędów nie znaleziono" in ran.out


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_gives_1(name: str, check: Check) -> None:
    """Clients of others send most of these, and KSeF answers hours later."""
    request, changes = WRONG[name]

    ran = check(having(request, changes), "--on", "2026-11-21", "--json")

    assert 1 == ran.status
    assert "refused" == ran.json["verdict"]
    assert "error" in {each["severity"] for each in ran.json["findings"]}


@pytest.mark.parametrize(
    ("changes", "status", "rule"),
    [
        pytest.param({"roles": NONE, "unitKind": NONE}, 2, "parent_untold", id="none"),
        pytest.param({"roles": NONE}, 2, "parent_untold", id="the kind alone"),
        pytest.param({"unitKind": NONE}, 0, "unit_kind_untold", id="the role alone"),
        pytest.param(
            {"roles": [], "unitKind": NONE}, 1, "parent_role", id="no such role"
        ),
        pytest.param(
            {"unitKind": "culture_institution"}, 1, "unit_is_taxpayer", id="culture"
        ),
        pytest.param(
            {"unitKind": "healthcare_institution"}, 1, "unit_is_taxpayer", id="SP ZOZ"
        ),
        pytest.param({"unitKind": "company"}, 1, "unit_is_taxpayer", id="company"),
        pytest.param(
            {"roles": NONE, "unitKind": "culture_institution"},
            1,
            "unit_is_taxpayer",
            id="culture, and no roles",
        ),
    ],
)
def test_a_unit_with_its_own_nip_takes_the_role_and_is_warned_of_its_kind(
    changes: dict[str, object], status: int, rule: str, check: Check
) -> None:
    """
    Without the roles nothing can be told; with LocalGovernmentUnit the request may go,
    and whether the unit is a taxpayer of its own stays for whoever sends it to know.

    Holds: docs/ksef-access.md, "Jednostka z własnym NIP".
    """
    ran = check(having(SUBUNIT_BY_NIP, changes), "--on", "2026-11-21", "--json")

    assert status == ran.status
    assert f"ksef.grant.{rule}" in {each["rule"] for each in ran.json["findings"]}


def test_a_request_that_lacks_a_fact_gives_2(check: Check) -> None:
    """Nobody told whether the office is an enforcement authority."""
    request = having(PERSON, {"permissions": ["EnforcementOperations"], "roles": NONE})

    ran = check(request, "--json")

    assert (2, "cannotTell", ["roles"]) == (
        ran.status,
        ran.json["verdict"],
        ran.json["missing"],
    )
    assert "brakuje: roles" in check(request).out


def test_the_keys_of_the_json_are_stable(check: Check) -> None:
    """Vendors build on them."""
    told = check(SUBUNIT_BY_NIP, "--on", "2026-11-21", "--json").json

    assert ["verdict", "on", "findings", "missing"] == list(told)
    assert [] == [each for each in told["findings"] if list(each) != KEYS]
    assert "2026-11-21" == told["on"]


def test_a_legal_finding_tells_its_provision_and_that_it_is_secondary(
    check: Check,
) -> None:
    """
    The text of the act of 2025 was not seen.

    Holds: house style, rule 19.
    """
    told = check(PERSON, "--on", "2026-11-21", "--json").json

    [allowed] = [each for each in told["findings"] if "law_" in each["rule"]]
    assert "§ 3 ust. 1 pkt 2, Dz.U. 2025 poz. 1815" == allowed["provision"]
    assert (False, True) == (allowed["textSeen"], allowed["restsOnSecondary"])
    assert ["ksef.system.two_permissions"] == [
        each["id"] for each in allowed["systemDiffers"]
    ]


def test_people_read_every_provision_and_what_ksef_does(check: Check) -> None:
    """The reason belongs to the answer."""
    out = check(having(SUBUNIT_BY_NIP, {"unitKind": "company"})).out

    assert "błąd: contextIdentifier: To osobny podatnik (spółka komunalna)" in out
    assert "przedstawiciel jednostki" in out
    assert "nie wysyłaj tego żądania" in out
    assert "    KSeF: " in check(PERSON).out


def test_people_read_errors_before_what_is_only_worth_knowing(check: Check) -> None:
    """Who stops reading after the first line has read the gravest."""
    wrong = having(SUBUNIT_BY_NIP, {"unitKind": "company", "subordinates": NONE})

    words = [line.partition(":")[0] for line in check(wrong).out.splitlines()]

    assert words.index("błąd") < words.index("informacja")


def test_english_is_spoken_on_request(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs read Polish in `message` whoever runs the command."""
    monkeypatch.setenv("JST_LANG", "en")
    request = having(PERSON, {"permissions": []})

    assert "error: permissions: The list of permissions is empty" in check(request).out
    [found] = check(request, "--json").json["findings"]
    assert found["message"].startswith("Lista uprawnień jest pusta")


@pytest.mark.parametrize(
    ("told", "args", "day"),
    [
        ({"on": "2026-05-05"}, (), "2026-05-05"),
        ({"on": "2026-05-05"}, ("--on", "2026-06-06"), "2026-06-06"),
    ],
)
def test_the_day_is_that_of_the_option_or_of_the_file(
    told: dict[str, object], args: tuple[str, ...], day: str, check: Check
) -> None:
    """An auditor asks about the day on which it was sent."""
    assert day == check(having(PERSON, told), *args, "--json").json["on"]


def test_a_request_comes_from_standard_input_too(
    jst: Jst, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program pipes it, and no number stands in a file."""
    del check  # its office of nothing
    data = io.BytesIO(json.dumps(PERSON).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, "utf-8"))

    assert 0 == jst("ksef", "check-grant", "-").status


@pytest.mark.parametrize(
    "data",
    [b"", b"no", b"[]", b"\xff\xfe", b'{"on": 1, "on": 2}', b" " * 1_100_000],
    ids=["empty", "no JSON", "a list", "no UTF-8", "a field twice", "too large"],
)
def test_what_cannot_be_read_is_not_judged(
    data: bytes, tmp_path: Path, jst: Jst, check: Check
) -> None:
    """Neither yes nor no: nobody looked at a request."""
    del check  # its office of nothing
    file = tmp_path / "request.json"
    file.write_bytes(data)

    ran = jst("ksef", "check-grant", str(file), "--json")

    assert (2, "ksef.access.grant_unreadable") == (ran.status, ran.json["error"])


def test_a_file_that_is_not_there_is_told(tmp_path: Path, jst: Jst) -> None:
    """It was not judged, so it was not refused either."""
    ran = jst("ksef", "check-grant", str(tmp_path / "none.json"), "--json")

    assert "ksef.access.grant_unreadable" == ran.json["error"]


@pytest.mark.parametrize("args", [(), ("--json",)], ids=["people", "programs"])
def test_no_number_of_the_request_is_heard(args: tuple[str, ...], check: Check) -> None:
    """
    Canaries stand in every place: right and wrong, as values and as names of fields.

    Holds: house style, rule 40.
    """
    ears = Ears()
    nip, pesel = CANARY_NIP.reveal(), CANARY_PESEL.reveal()
    places = having(
        SUBUNIT,
        {
            "context.value": nip,
            f"{SUBJECT}.value": pesel,
            INSIDE: f"{nip}-00000",
            "description": f"{pesel} {nip}",
            "subjectDetails.subjectDetailsType": pesel,
        },
    )
    odd = {pesel: nip, "roles": [pesel], "unitKind": nip, "authorPermissions": [nip]}

    with listening() as log:
        said = check({**places, **odd}, *args)
        other = check(having(PERSON, {"permissions": [nip], "endpoint": pesel}), *args)
    ears.hear("output", said.out, said.err, other.out, other.err)

    assert 1 == said.status
    assert PESEL not in said.out
    assert [] == ears.leaks()
    assert [] == log.leaks()


@pytest.mark.parametrize("name", ["nie-ma.json", "."])
def test_a_file_that_does_not_open_was_not_refused(
    jst: Jst, tmp_path: Path, name: str
) -> None:
    """Exit 1 says that the request is wrong; here nobody has seen one."""
    ran = jst("ksef", "check-grant", str(tmp_path / name))

    assert 2 == ran.status
    assert "ksef.access.grant_unreadable" in ran.err


def test_the_readme_shows_what_the_command_prints(check: Check) -> None:
    """Of the culture centre, the first example of docs/ksef-access.md."""
    request = next(
        block.text
        for block in blocks(ROOT / "docs" / "ksef-access.md")
        if "culture_institution" in block.text
    )
    shown = next(
        block.text
        for block in blocks(ROOT / "README.md")
        if "ksef.grant.unit_is_taxpayer" in block.text
    )

    assert shown == check(json.loads(request), "--on", "2026-11-21").out
