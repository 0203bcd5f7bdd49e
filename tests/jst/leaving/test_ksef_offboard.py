"""`jst ksef offboard` at work, in an office without units."""

from pathlib import Path

import pytest

import jst.cli.ksef_offboard_run as offboarding
from accountability.errors import LimitsUnavailable
from jst.demo import demo_settings
from jst.demo_ksef import APPROVER, ZAWFA_PERSON
from jst.leaving_log import EMERGENCY
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst, Ran, change
from tests.jst.ksef_world import STRANGER, give
from tests.jst.leaver_town import LEAVER, REASON, WHY, scopes
from tests.jst.scenes import play


def herself(jst: Jst, monkeypatch: pytest.MonkeyPatch, *words: str) -> Ran:
    """Let the leaver do something with her own credential, as nobody else may."""
    with monkeypatch.context() as part:
        part.setenv("JST_DEMO_PERSON", "a.bogus")
        return jst("ksef", *words, "--as", "zawfa")


def test_the_list_shows_everything_and_changes_nothing(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """What she has, what she gave, what is not the office's; no number of anybody."""
    ran = jst("ksef", "offboard", "a.bogus", *WHY)

    assert 1 == ran.status
    assert "Uprawnienia tej osoby (zostaną odebrane): 2" in ran.out
    assert "nadała innym (do potwierdzenia): 1" in ran.out
    assert "Osobisty certyfikat i podpis należą do tej osoby" in ran.out
    assert "zawfa" in ran.out
    assert ZAWFA_PERSON not in ran.out + ran.err
    assert 3 == len(scopes(ksef))


def test_another_person_revokes_by_the_list(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not its author; and again it finds nothing more to do."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    apply = ("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)
    own = jst(*apply)
    before = scopes(ksef)
    play(monkeypatch, APPROVER)
    ran = jst(*apply, "--json")
    again = jst(*apply)

    assert (1, 3) == (own.status, len(before))
    assert "approver" in own.err
    assert (1, False) == (ran.status, ran.json["emergency"])
    assert [None, None] == [each["code"] for each in ran.json["done"]]
    assert ["made"] == [each["sort"] for each in ran.json["left"]["items"]]
    assert ["InvoiceWrite"] == scopes(ksef)
    assert 1 == again.status


def test_what_came_after_the_list_refuses_it(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has looked at it; nothing is revoked."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    give(ksef, LEAVER, "Introspection")
    play(monkeypatch, APPROVER)
    ran = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)

    assert 1 == ran.status
    assert "zmienił się" in ran.err
    assert 4 == len(scopes(ksef))


def test_what_she_gave_goes_when_it_is_named(
    ksef: KsefSimulator, office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approver chooses it from the list; only then is nothing left of hers."""
    path = office / "credentials.toml"
    own = path.read_text("utf-8").rpartition("[[credential]]")[0]
    path.write_text(own, "utf-8")
    seen = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json
    [made] = [each["id"] for each in seen["items"] if each["sort"] == "made"]
    play(monkeypatch, APPROVER)
    done = ("--apply", seen["list"], "--with", made)
    ran = jst("ksef", "offboard", "a.bogus", *done, *WHY)

    assert 0 == ran.status
    assert [] == scopes(ksef)


def test_what_is_gone_already_stops_no_emergency(ksef: KsefSimulator, jst: Jst) -> None:
    """It was named with the rest; hers is what the hurry is for."""
    seen = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json
    [made] = [each["id"] for each in seen["items"] if each["sort"] == "made"]
    [gone] = [e for e in ksef.world.permissions.all() if e.scope == "InvoiceWrite"]
    ksef.world.permissions.remove(gone.id)

    ran = jst(
        "ksef", "offboard", "a.bogus", "--emergency", "--with", made, *REASON, *WHY
    )

    assert [] == scopes(ksef)
    assert f"tego już nie ma: {made}" in ran.err


def test_a_list_that_is_none_is_refused(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another person, or of nobody."""
    listed = jst("ksef", "offboard", "j.bogus", *WHY, "--json").json["list"]
    play(monkeypatch, APPROVER)
    other = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)
    none = jst("ksef", "offboard", "a.bogus", "--apply", "nie-ma", *WHY)

    assert (1, 1) == (other.status, none.status)
    assert 3 == len(scopes(ksef))


def test_in_an_emergency_one_person_revokes_and_another_approves(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of those without approval says so until then."""
    without = jst("ksef", "offboard", "a.bogus", "--emergency", *WHY)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")
    begun = ran.json["entry"]
    own = jst("ksef", "offboard", "--approve", begun)
    waiting = jst("ksef", "offboard", "--pending")
    play(monkeypatch, APPROVER)
    approved = jst("ksef", "offboard", "--approve", begun)
    twice = jst("ksef", "offboard", "--approve", begun)
    other = jst("ksef", "offboard", "--approve", "nie-ma", "--json")
    after = jst("ksef", "offboard", "--pending", "--json")

    assert (1, 1, 1) == (without.status, ran.status, own.status)
    assert [None, None] == [each["code"] for each in ran.json["done"]]
    assert (1, True) == (waiting.status, begun in waiting.out)
    assert waiting.out.split(" | ")[1].endswith(" (Warszawa)")
    assert (0, 1, 1) == (approved.status, twice.status, other.status)
    assert (0, []) == (after.status, after.json["pending"])
    assert ["InvoiceWrite"] == scopes(ksef)


def test_what_was_declared_is_approved_by_the_id_of_what_was_begun(
    ksef: KsefSimulator, office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has two entries; nobody has approved either until then."""
    urgent = ("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)
    begun = jst(*urgent, "--json").json["entry"]
    with open_reader(demo_settings(office).places) as reader:
        told = [decode_entry(body) for _, body in reader.select({"kind": "system"})]
    [declared] = [each["id"] for each in told if each["event"] == EMERGENCY]
    play(monkeypatch, APPROVER)
    by_declared = jst("ksef", "offboard", "--approve", declared)
    approved = jst("ksef", "offboard", "--approve", begun)
    after = jst("ksef", "offboard", "--approve", declared)

    assert (1, True) == (by_declared.status, begun in by_declared.err)
    assert "już zatwierdzone" not in by_declared.err
    assert (0, 1) == (approved.status, after.status)
    assert "już zatwierdzone" in after.err
    assert ["InvoiceWrite"] == scopes(ksef)


def test_a_slip_of_the_pen_declares_no_emergency(ksef: KsefSimulator, jst: Jst) -> None:
    """No list has shown such an item: nothing is declared, asked or revoked."""
    before = ksef.received.total()
    wrong = ("--with", "0123456789abcdef")
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *wrong, *REASON, *WHY)
    waiting = jst("ksef", "offboard", "--pending", "--json")

    assert (1, True) == (ran.status, "ksef.plan.leaver_unknown" in ran.err)
    assert (0, []) == (waiting.status, waiting.json["pending"])
    assert before == ksef.received.total()
    assert 3 == len(scopes(ksef))


def test_what_an_emergency_has_left_can_be_named_in_the_next(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """What was shown after the first is a list, too."""
    urgent = ("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)
    left = jst(*urgent, "--json").json["left"]["items"]
    [made] = [each["id"] for each in left if each["sort"] == "made"]
    jst(*urgent, "--with", made)

    assert [] == scopes(ksef)


def test_an_emergency_that_was_only_declared_waits_for_approval_as_well(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever declares one may ask without limit; it broke off before it began."""

    def broken(*_: object, **__: object) -> None:
        raise LimitsUnavailable("state")

    with monkeypatch.context() as part:
        part.setattr(offboarding, "look", broken)
        jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)
    waiting = jst("ksef", "offboard", "--pending")
    [declared] = jst("ksef", "offboard", "--pending", "--json").json["pending"]
    play(monkeypatch, APPROVER)
    jst("ksef", "offboard", "--approve", declared["id"])
    after = jst("ksef", "offboard", "--pending", "--json")

    assert (1, False) == (waiting.status, declared["begun"])
    assert "ogłoszony, niczego nie odebrano" in waiting.out
    assert (0, []) == (after.status, after.json["pending"])
    assert 3 == len(scopes(ksef))


def test_a_kept_session_of_hers_is_ended_and_her_key_never_used(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is on the list with the end of its token; the log says who ended it."""
    assert 0 == herself(jst, monkeypatch, "login").status
    before = sum(ksef.received[each] for each in ksef.received if "xades" in each)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")
    after = sum(ksef.received[each] for each in ksef.received if "xades" in each)
    with open_reader(demo_settings(office).places) as reader:
        events = [decode_entry(body) for _, body in reader.select({"kind": "system"})]
    ended = [each for each in events if each["event"] == "ksef-session-revoked"]

    assert "session" == ran.json["done"][0]["sort"]
    assert ran.json["done"][0]["accessUntil"]
    assert ["zawfa"] == [each["credential"] for each in ended]
    assert 1 == after - before


def test_what_ksef_does_not_answer_is_not_taken_for_revoked(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """The answer is lost after KSeF has acted: nobody knows, and the rest goes on."""
    ksef.faults.next("drop-after-accept", on="/permissions/common/grants")
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY, "--json")

    assert 2 == ran.status
    assert [True, False] == [each["unknown"] for each in ran.json["done"]]
    assert ["InvoiceWrite"] == scopes(ksef)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((), id="nobody"),
        pytest.param(("a.bogus", "--pending"), id="a person and the list of all"),
        pytest.param(("--pending", "--also", "a.bogus"), id="the list of all of one"),
        pytest.param(("--approve", "x", *REASON), id="a reason that is not kept"),
        pytest.param(("a.bogus", "--emergency", "--apply", "x"), id="two ways"),
        pytest.param(("a.bogus", "--with", "x"), id="a list and what is to go"),
    ],
)
def test_a_mix_is_wrong_usage(office: Path, jst: Jst, words: tuple[str, ...]) -> None:
    """Nothing is opened."""
    assert office.exists()
    assert 64 == jst("ksef", "offboard", *words).status


def test_nobody_of_this_name_is_refused(ksef: KsefSimulator, jst: Jst) -> None:
    """Before KSeF is asked anything; a number typed by mistake is not repeated."""
    ran = jst("ksef", "offboard", STRANGER, *WHY)
    also = jst("ksef", "offboard", "a.bogus", "--also", "nikt", *WHY)

    assert (1, 1) == (ran.status, also.status)
    assert STRANGER not in ran.out + ran.err
    assert not ksef.received


def test_an_emergency_without_a_reason_asks_nothing(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """The rule is the toolkit's own: no provision on CRPO is told to anybody here."""
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *WHY)

    assert 1 == ran.status
    assert "[ksef.offboard.emergency]" in ran.err
    assert "CRPO" not in ran.err
    assert not ksef.received


def test_its_author_is_refused_before_anything_is_read(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """Also where the day's questions would not last."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    before = ksef.received.total()
    own = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)

    assert (1, before) == (own.status, ksef.received.total())
    assert "approver" in own.err


def test_the_next_command_is_shown_with_its_case(ksef: KsefSimulator, jst: Jst) -> None:
    """It is copied; without the case it would be denied."""
    ran = jst("ksef", "offboard", "a.bogus", "--also", "j.bogus", *WHY)
    [command] = [each for each in ran.out.splitlines() if "--apply" in each]

    assert command.endswith(f"--case {CASE}")
    assert "a.bogus --also j.bogus --apply" in command
    assert "różne imiona" in ran.err
    assert ksef.received


def test_a_list_is_not_begun_that_the_quota_would_stop(
    ksef: KsefSimulator, office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ordinary offboarding counts its calls first, and revokes nothing."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]
    limit(office, 8)
    play(monkeypatch, APPROVER)
    ran = jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)

    assert 1 == ran.status
    assert "niczego nie odebrano" in ran.err
    assert 3 == len(scopes(ksef))


def test_the_quota_counts_an_emergency_and_does_not_stop_it(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """One question a day is left: everything goes all the same, and is counted."""
    limit(office, 1)
    listed = jst("ksef", "offboard", "a.bogus", *WHY)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)
    with open_reader(demo_settings(office).places) as reader:
        intents = [decode_entry(body) for _, body in reader.select({"kind": "intent"})]
    urgent = [each for each in intents if "emergency" in each]

    assert (1, 2) == (listed.status, ran.out.count("odebrano: "))
    assert "limit" in listed.err
    assert ["InvoiceWrite"] == scopes(ksef)
    assert {"u.urojona"} == {each["charged_to"].split(" ")[1] for each in urgent}
    assert 2 == sum(each["operation"] == "revoke_common" for each in urgent)


def limit(office: Path, questions: int) -> None:
    """Let everybody ask so many questions a day."""
    node = 'node = "demo"\n'
    change(office / "jst.toml", node, f"{node}questions_per_day = {questions}\n")


def test_a_token_of_hers_is_revoked_before_her_permissions(
    ksef: KsefSimulator,
    jst: Jst,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program could log in with it while her permissions go."""
    herself(jst, monkeypatch, "login")
    said = ("--permission", "InvoiceRead", "--description", "Program dziedzinowy")
    out = ("--out", str(tmp_path / "token"))
    made = herself(jst, monkeypatch, "tokens", "create", *said, *out, *WHY, "--json")
    listed = jst("ksef", "offboard", "a.bogus", *WHY)
    ran = jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)

    assert 0 == made.status
    assert "Tokeny KSeF (zostaną unieważnione): 1" in listed.out
    assert (1, 4) == (ran.status, ran.out.count("odebrano: "))
    assert "jst ksef offboard --approve" in ran.err
    assert ["InvoiceWrite"] == scopes(ksef)


def test_tokens_that_were_not_read_are_told(ksef: KsefSimulator, jst: Jst) -> None:
    """No list of tokens is not an empty one."""
    ksef.faults.next("http-500", on="/tokens")
    ran = jst("ksef", "offboard", "a.bogus", *WHY)
    shown = jst("ksef", "offboard", "a.bogus", *WHY, "--json")

    assert (2, 1) == (ran.status, shown.status)
    assert "gmina: tokeny: " in ran.out
    assert [] == shown.json["unread"]
    assert ksef.received


def test_the_credential_of_the_one_who_leaves_enters_nothing(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The office has to name another one; until then the context is not read."""
    change(office / "permissions.toml", 'credential = "gmina"', 'credential = "zawfa"')
    ran = jst("ksef", "offboard", "a.bogus", *WHY, "--json")

    assert (2, []) == (ran.status, ran.json["read"])
    assert {"jst.credentials_invalid"} == {each["why"] for each in ran.json["unread"]}
    assert 0 == sum(ksef.received.values())


def test_a_state_file_that_opens_nothing_is_no_session(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Broken as it is, it is not shown as something that could be ended."""
    herself(jst, monkeypatch, "login")
    [path] = (office / "keys").rglob("zawfa.json")
    path.write_text("nie do odczytania", "utf-8")
    ran = jst("ksef", "offboard", "a.bogus", *WHY, "--json")

    assert 1 == ran.status
    assert {"own", "made"} == {each["sort"] for each in ran.json["items"]}
    assert ksef.received


def test_seals_and_what_came_by_zawfa_are_left_to_people(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """No command of ours can take them; the list says who can."""
    give(ksef, LEAVER, "Introspection", author=Ident("System"))
    path = office / "permissions.toml"
    seal = 'where = "gmina"\nwho = "a.bogus"\nfrom = 2026-02-01\nserial = "17"\n'
    path.write_text(f"{path.read_text('utf-8')}\n[[seal]]\n{seal}", "utf-8")
    ran = jst("ksef", "offboard", "a.bogus", *WHY)

    assert 1 == ran.status
    assert "Z ZAW-FA (odbiera je tylko kolejne ZAW-FA)" in ran.out
    assert "gmina: pieczęć, numer 17" in ran.out
    assert ksef.received


def test_in_english_the_list_itself_stays_polish(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a plan does; docs/limitations.md says so, and `--json` is English."""
    monkeypatch.setenv("JST_LANG", "en")
    ran = jst("ksef", "offboard", "a.bogus", *WHY)

    assert 1 == ran.status
    assert "Another person revokes:" in ran.out
    assert "Uprawnienia tej osoby" in ran.out
    assert [] == [each for each in ran.out.splitlines()[:-1] if len(each) > 80]
    assert ksef.received
