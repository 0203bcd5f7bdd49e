"""People: one account is one person, and some roles exclude each other."""

import itertools
import os
import pwd
from datetime import date
from pathlib import Path

import pytest

from accountability.model import Role
from jst import people
from jst.errors import PeopleInvalid, PersonUnknown, RoleMissing
from jst.people import check_people, load_people, read_people
from tests.jst.conftest import Jst, change, set_roles
from vocabulary.finding import Severity

FORBIDDEN = {
    ("clerk", "officer"),
    ("manager", "officer"),
    ("ksef-administrator", "officer"),
    ("approver", "officer"),
    ("officer", "operator"),
    ("clerk", "operator"),
    ("approver", "ksef-administrator"),
}


@pytest.mark.parametrize(
    "pair", list(itertools.combinations(sorted(role.value for role in Role), 2))
)
def test_a_pair_of_roles_is_refused_exactly_when_it_is_forbidden(
    pair: tuple[str, str], home: Path
) -> None:
    """
    The officer never asks, the operator reads neither, nobody approves his own plan.

    Holds: design, section 6.
    """
    set_roles(home, *pair)

    found = [
        finding.rule
        for finding in check_people(read_people(home / "people.toml"), demo=True)
        if finding.severity is Severity.ERROR
    ]

    assert (["people.roles.forbidden_pair"] if pair in FORBIDDEN else []) == found


def test_a_forbidden_pair_stops_every_command(home: Path, jst: Jst) -> None:
    """A rule that only `people check` knows would be no rule."""
    set_roles(home, "clerk", "officer")

    ran = jst("ledger", "show", "--json")

    assert 1 == ran.status
    assert "jst.people_invalid" == ran.json["error"]
    assert ["people.roles.forbidden_pair"] == [f["rule"] for f in ran.json["findings"]]


@pytest.mark.parametrize("field", ["account", "id"])
def test_what_two_people_share_is_refused(field: str, home: Path) -> None:
    """A shared account makes every entry of the log deniable."""
    path = home / "people.toml"
    text = path.read_text("utf-8").partition("# Następne")[0]
    other = text.replace('id = "z.niebyla"', 'id = "x.nikt"')
    other = (
        other.replace('account = "', 'account = "other-') if field == "id" else other
    )
    other = (
        other.replace('id = "x.nikt"', 'id = "z.niebyla"') if field == "id" else other
    )
    path.write_text(text + other, "utf-8")

    with pytest.raises(PeopleInvalid) as caught:
        load_people(path, demo=True)

    assert [f"people.{field}.shared"] == [f.rule for f in caught.value.findings]


def test_a_name_of_one_word_is_no_person(home: Path) -> None:
    """
    `name = "system"` would make a system account the one who asked.

    Holds: KRI § 2 pkt 18: an action is attributed to a natural person.
    """
    change(home / "people.toml", "Zofia Niebyła", "system")

    with pytest.raises(PeopleInvalid):
        read_people(home / "people.toml")


def test_a_system_account_is_refused_outside_the_demonstration(home: Path) -> None:
    """Root is whoever knows the password: no natural person."""
    system = pwd.getpwuid(0).pw_name
    account = people.current_account()
    change(home / "people.toml", f'account = "{account}"', f'account = "{system}"')

    with pytest.raises(PeopleInvalid) as caught:
        load_people(home / "people.toml", demo=False)

    assert ["people.account.system"] == [f.rule for f in caught.value.findings]
    shown = load_people(home / "people.toml", demo=True)
    assert system == shown.of_account(system).account


def test_an_account_that_nobody_has_is_told_and_stops(home: Path, jst: Jst) -> None:
    """The person is the account of the process; an unknown one may do nothing."""
    account = people.current_account()
    change(home / "people.toml", f'account = "{account}"', 'account = "ktos-inny"')

    ran = jst("ledger", "show")

    assert 1 == ran.status
    assert "jst: błąd: konto" in ran.err
    assert "[jst.person_unknown]" in ran.err
    assert "jst: wskazówka:" in ran.err


def test_the_account_is_the_process_s_and_not_the_environment_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`USER=boss jst ...` must change nothing."""
    monkeypatch.setenv("USER", "boss")
    monkeypatch.setenv("LOGNAME", "boss")

    assert pwd.getpwuid(os.geteuid()).pw_name == people.current_account()


def test_an_account_without_a_name_has_a_name_that_nobody_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a container the uid may be in no list; that is no reason for a traceback."""
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999_999)

    assert "uid-3999999999" == people.current_account()


def test_a_person_acts_in_the_role_that_is_asked_for(home: Path) -> None:
    """A clerk who is a manager too asks as a clerk; an officer asks as an officer."""
    set_roles(home, "manager", "clerk")
    person = read_people(home / "people.toml").persons[0]

    assert Role.CLERK is person.actor(Role.CLERK).role
    assert Role.MANAGER is person.actor(Role.OFFICER).role
    assert "os-account" == person.actor().auth
    with pytest.raises(RoleMissing):
        person.require(Role.OFFICER)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        pytest.param(date(2025, 12, 31), False, id="the day before"),
        pytest.param(date(2026, 1, 1), True, id="the first day"),
        pytest.param(date(2026, 6, 30), True, id="the last day"),
        pytest.param(date(2026, 7, 1), False, id="the day after"),
    ],
)
def test_an_authorisation_that_is_not_in_force_is_told(
    day: date, in_force: bool, home: Path
) -> None:
    """Dates are half-open: the end is the first day without it."""
    change(
        home / "people.toml",
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nvalid_until = 2026-07-01",
    )
    found = list(check_people(read_people(home / "people.toml"), demo=True, on=day))

    told = ["people.authorisation.not_in_force"]
    assert ([] if in_force else told) == [finding.rule for finding in found]


def test_an_authorisation_that_ends_before_it_begins_is_refused(home: Path) -> None:
    """Such a paper was never in force, and somebody believes it is."""
    change(
        home / "people.toml",
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nvalid_until = 2026-01-01",
    )

    with pytest.raises(PeopleInvalid):
        read_people(home / "people.toml")


def test_a_clerk_without_an_authorisation_is_told(home: Path, jst: Jst) -> None:
    """Each question would be denied; better to hear it from the check."""
    path = home / "people.toml"
    path.write_text(path.read_text("utf-8").partition("[person.authorisation]")[0])

    ran = jst("people", "check", "--json")

    assert 0 == ran.status
    assert ["people.authorisation.missing"] == [f["rule"] for f in ran.json["findings"]]
    assert [None] == [person["authorisation"] for person in ran.json["people"]]


def test_the_check_shows_everybody(home: Path, jst: Jst) -> None:
    """An inspector asks who can do what, and this is the answer."""
    assert (home / "people.toml").exists()

    ran = jst("people", "check")

    assert 0 == ran.status
    assert "Zofia Niebyła" in ran.out
    assert "UP-7/2026" in ran.out


def test_a_missing_list_admits_nobody(tmp_path: Path) -> None:
    """No list is not the same as everybody."""
    with pytest.raises(PeopleInvalid):
        read_people(tmp_path / "people.toml")


def test_an_unknown_account_is_named_in_polish(home: Path) -> None:
    """The person at the desk calls the operator and reads this aloud."""
    found = read_people(home / "people.toml")

    with pytest.raises(PersonUnknown) as caught:
        found.of_account("nikt")

    assert "konto nikt" == caught.value.polish
