"""Looking into the log is an entry; identifiers in clear take two persons."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from accountability import law
from accountability.entries import denied_fields
from accountability.errors import ActionDenied, RequestNotFound
from accountability.looking import blind_indexes, look
from accountability.model import Actor, CaseStanding, Role
from accountability.trail import AuditTrail
from accountability.unsealing import VALID, Unsealed, release, request, show
from tests.factories import MANDATOR_NIP, HeldClock, an_action, an_actor
from tests.world import World, entries
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import ForeignTaxId

WHY = "wniosek z art. 15 RODO"
OFFICER = an_actor(id="e.nibylska", name="Ewa Nibylska", role=Role.OFFICER)
SECOND = an_actor(id="k.wymyslony", name="Kazimierz Wymyślony", role=Role.MANAGER)


@pytest.fixture(name="clock")
def _clock() -> HeldClock:
    """A clock that stands still."""
    return HeldClock()


@pytest.fixture(name="trail")
def _trail(tmp_path: Path, clock: HeldClock) -> Iterator[AuditTrail]:
    """A real office."""
    with World(tmp_path).found(clock).opened(clock=clock) as trail:
        yield trail


@pytest.fixture(name="asked")
def _asked(trail: AuditTrail) -> str:
    """The id of a denied question about `MANDATOR_NIP`."""
    return trail.denied(an_action(), CaseStanding.ASSIGNED, ()).id


def rules_of(denied: pytest.ExceptionInfo[ActionDenied]) -> list[str]:
    """Name what stood against it."""
    return [finding.rule for finding in denied.value.findings]


def test_a_search_is_an_entry_with_reason_and_checkpoint(trail: AuditTrail) -> None:
    """Who was searched for is sealed and indexed like anybody who is asked about."""
    with trail.log.reader() as reader:
        look(
            trail,
            OFFICER,
            "search",
            reason=WHY,
            reader=reader,
            report="subject",
            scope={"since": "2026-11-01"},
            subjects=(MANDATOR_NIP,),
        )
        root = reader.note.split("\n")[2]
    entry = entries(trail)[-1]
    subjects = entry["subjects"]

    assert ("disclosure", "search", WHY) == (
        entry["kind"],
        entry["operation"],
        entry["justification"],
    )
    assert {"size": 1, "root": root} == entry["searched"]
    assert {"since": "2026-11-01"} == entry["scope"]
    assert isinstance(subjects, list)
    assert {(each["period"], each["index"]) for each in subjects} == set(
        blind_indexes(MANDATOR_NIP, trail.keys)
    )


def test_a_search_covers_every_period_whose_key_exists(trail: AuditTrail) -> None:
    """The same person has another index in each of them."""
    trail.keys.make("2026-10.standard")

    found = dict(blind_indexes(MANDATOR_NIP, trail.keys))

    assert {"2026-10.standard", "2026-11.standard"} == set(found)
    assert 2 == len(set(found.values()))
    assert "2026-11" == f"{warsaw_day(trail.clock()):%Y-%m}"


@pytest.mark.parametrize(
    ("actor", "reason", "rule"),
    [
        (an_actor(), WHY, law.ADEQUATE_PERMISSIONS.id),
        (OFFICER, "", law.PURPOSE_LIMIT.id),
        (OFFICER, f"{WHY} 4405140135 9", "action.justification.identifier"),
        (OFFICER, f"{WHY} BOGUS4711", "action.justification.identifier"),
    ],
)
def test_a_search_without_right_or_reason_is_denied_and_logged(
    trail: AuditTrail, actor: Actor, reason: str, rule: str
) -> None:
    """Nothing is looked at, and nothing of the reason that is unsafe is kept."""
    with trail.log.reader() as reader, pytest.raises(ActionDenied) as denied:
        look(
            trail,
            actor,
            "search",
            reason=reason,
            reader=reader,
            subjects=(ForeignTaxId.parse("CZ:BOGUS4711"),),
        )

    assert [rule] == rules_of(denied)
    assert "denied" == entries(trail)[-1]["kind"]
    assert "subjects" not in entries(trail)[-1]


def test_what_a_second_person_released_is_shown(trail: AuditTrail, asked: str) -> None:
    """Three entries, and only then the identifier in clear."""
    wanted = request(trail, OFFICER, [asked, asked], reason=WHY)
    release(trail, SECOND, wanted.id, reason=WHY)

    assert (
        Unsealed(entry_id=asked, values=(f"nip:{MANDATOR_NIP.reveal()}",)),
    ) == show(trail, OFFICER, wanted.id)
    assert ["unseal-request", "unseal-release", "unseal-show"] == [
        entry["operation"] for entry in entries(trail)[-3:]
    ]


def test_what_was_unsealed_is_not_in_its_repr() -> None:
    """A debugger's print is no disclosure."""
    assert "nip" not in repr(Unsealed(entry_id="x", values=("nip:1",)))


def test_an_id_with_many_digits_in_a_row_is_kept_whole(trail: AuditTrail) -> None:
    """It is no number of a person, and without it nothing would be shown."""
    entry_id = "01234567-8901-7234-8567-890123456789"
    action, standing = an_action(), CaseStanding.ASSIGNED
    key = trail.current_key()
    trail.append("denied", denied_fields(action, standing, (), key, entry_id), entry_id)
    wanted = request(trail, OFFICER, [entry_id], reason=WHY)
    release(trail, SECOND, wanted.id, reason=WHY)

    assert [entry_id] == [one.entry_id for one in show(trail, OFFICER, wanted.id)]


def test_a_destroyed_key_leaves_nothing_to_show(trail: AuditTrail, asked: str) -> None:
    """The step is logged under another month's key; the value is gone."""
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    release(trail, SECOND, wanted.id, reason=WHY)
    trail.keys.destroy("2026-11.standard")

    assert (None,) == show(trail, OFFICER, wanted.id)[0].values


def test_nobody_releases_a_request_of_their_own(trail: AuditTrail, asked: str) -> None:
    """Two persons, not two roles of one. Holds: ADR-0013."""
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    with pytest.raises(ActionDenied) as denied:
        release(trail, OFFICER, wanted.id, reason=WHY)
    with pytest.raises(ActionDenied) as not_shown:
        show(trail, OFFICER, wanted.id)

    assert ["unsealing.second_person"] == rules_of(denied)
    assert ["unsealing.not_released"] == rules_of(not_shown)


def test_a_clerk_releases_nothing(trail: AuditTrail, asked: str) -> None:
    """Whose questions are looked at has no say."""
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    with pytest.raises(ActionDenied):
        release(trail, an_actor(), wanted.id, reason=WHY)

    assert "denied" == entries(trail)[-1]["kind"]


def test_another_officer_is_not_shown_what_was_released(
    trail: AuditTrail, asked: str
) -> None:
    """The reason was the requester's."""
    other = an_actor(id="o", name="Oto Inny", role=Role.OFFICER)
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    release(trail, SECOND, wanted.id, reason=WHY)
    with pytest.raises(ActionDenied) as denied:
        show(trail, other, wanted.id)

    assert ["unsealing.requester"] == rules_of(denied)


@pytest.mark.parametrize("count", [0, 201])
def test_a_request_is_for_a_number_of_entries_one_can_judge(
    trail: AuditTrail, count: int
) -> None:
    """A request for the whole log would be no request."""
    with pytest.raises(ActionDenied) as denied:
        request(trail, OFFICER, [f"entry-{n}" for n in range(count)], reason=WHY)

    assert "unsealing.entries.count" in rules_of(denied)


def test_a_request_for_an_entry_that_seals_nobody_is_denied(
    trail: AuditTrail,
) -> None:
    """There would be nothing to release."""
    first = str(trail.system("tried", {}).id)
    with pytest.raises(ActionDenied) as denied:
        request(trail, OFFICER, [first, "no-such-entry"], reason=WHY)

    assert ["unsealing.entries.sealed"] == rules_of(denied)


@pytest.mark.parametrize("step", [release, show])
def test_a_request_that_is_not_there_is_no_request(
    trail: AuditTrail, asked: str, step: Callable[..., object]
) -> None:
    """Neither an unknown id, nor another entry's."""
    more = {"reason": WHY} if step is release else {}
    with pytest.raises(RequestNotFound):
        step(trail, OFFICER, asked, **more)
    with pytest.raises(RequestNotFound):
        step(trail, OFFICER, "unknown", **more)


def test_a_request_and_a_release_grow_old(
    trail: AuditTrail, clock: HeldClock, asked: str
) -> None:
    """A reason of last month is no reason of today."""
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    release(trail, SECOND, wanted.id, reason=WHY)
    clock.now += VALID + timedelta(seconds=1)
    with pytest.raises(ActionDenied) as late:
        release(trail, SECOND, wanted.id, reason=WHY)
    with pytest.raises(ActionDenied) as too_late:
        show(trail, OFFICER, wanted.id)

    assert ["unsealing.request.late"] == rules_of(late)
    assert ["unsealing.release.late"] == rules_of(too_late)


def test_another_entry_that_cites_a_request_releases_nothing(
    trail: AuditTrail, asked: str
) -> None:
    """Only a release does, and not one planted in the requester's own name."""
    wanted = request(trail, OFFICER, [asked], reason=WHY)
    trail.append("disclosure", {"ref": wanted.id, "operation": "unseal-show"})
    trail.append(
        "disclosure",
        {"ref": wanted.id, "operation": "unseal-release", "actor": {"id": OFFICER.id}},
    )
    with pytest.raises(ActionDenied) as denied:
        show(trail, OFFICER, wanted.id)

    assert ["unsealing.not_released"] == rules_of(denied)
