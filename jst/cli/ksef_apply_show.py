"""[5] How an apply is told: what it will do, and what became of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jst.apply_log import Ended, Stage
from jst.cli.language import say
from jst.cli.wrapper import Exit
from jst.plan_leavers import words_of
from ksef.plan.desired import Desired
from ksef.plan.file import digest_of
from ksef.plan.model import Act, Key, Left, Plan
from ksef.plan.returning import returning

_CANNOT_TELL: Final = frozenset(
    {Stage.NOT_SENT, Stage.UNKNOWN, Stage.PENDING, Stage.OPEN, Stage.AMBIGUOUS}
)
_WORDS: Final = {
    Stage.DONE: ("wykonane", "done"),
    Stage.REFUSED: ("KSeF odmówił", "refused by KSeF"),
    Stage.PARTLY: ("wykonane częściowo", "done in part"),
    Stage.PENDING: ("przyjęte, jeszcze nie wykonane", "accepted, not done yet"),
    Stage.UNKNOWN: ("nie wiadomo", "unknown"),
    Stage.OPEN: ("w toku w innym procesie", "under way in another process"),
    Stage.NOT_SENT: ("nie wysłano", "not sent"),
    Stage.STOPPED: (
        "nie wysłano, bo po utworzeniu planu zaczęto odbierać tej osobie dostęp",
        "not sent, as this person was offboarded after the plan was made",
    ),
    Stage.AMBIGUOUS: (
        "nie wiadomo, bo w KSeF jest podobne nadanie: sprawdź, czyje, i zrób nowy plan",
        "unknown, as KSeF shows a like grant: see whose it is, and make a new plan",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What became of a plan.

    Attributes:
        ended: Every step.
        end: The plan made of KSeF as it was read afterwards.
        unproved: Permissions of done steps that KSeF does not show as it should.
        unwanted: Permissions of done steps that it shows, and the file wants no more.
        unread: Permissions of done steps whose list could not be read afterwards.
    """

    plan: Plan
    ended: tuple[Ended, ...]
    end: Plan
    unproved: tuple[Key, ...]
    unwanted: tuple[Key, ...]
    unread: tuple[Key, ...]

    @property
    def saw_less(self) -> bool:
        """Tell whether there were contexts that the plan could not see."""
        return bool(self.plan.unread or self.plan.proposals)

    @property
    def exit_code(self) -> Exit:
        """0 all done and shown, 1 refused or not shown, 2 some of it nobody knows."""
        stages = {each.stage for each in self.ended}
        if self.unread or stages & _CANNOT_TELL:
            return Exit.CANNOT_TELL
        wrong = self.unproved or self.unwanted
        return Exit.YES if stages <= {Stage.DONE} and not wrong else Exit.NO


def summary_of(plan: Plan, desired: Desired, left: Mapping[str, Left]) -> Iterator[str]:
    """Say whose plan it is and what it does: what an approver is to see first.

    Args:
        plan: The plan.
        desired: The file as it is now.
        left: Whose access was taken away, as the log has it now.
    """
    acts = Counter(each.act for each in plan.steps)
    digest, made = digest_of(plan), f"{plan.on}"
    yield say(
        f"plan na {made}, autor: {plan.author}, skrót {digest}",
        f"plan for {made}, author: {plan.author}, digest {digest}",
    )
    people = len({each.who for each in plan.steps})
    places = len({each.place for each in plan.steps})
    yield say(
        f"nada {acts[Act.GRANT]}, odbierze {acts[Act.REVOKE]} (kroki); osób i"
        f" podmiotów: {people}, kontekstów: {places}; wywołań KSeF: {plan.calls}, co"
        f" najmniej {plan.minutes_at_least} min",
        f"grants {acts[Act.GRANT]}, revokes {acts[Act.REVOKE]} (steps); people and"
        f" entities: {people}, contexts: {places}; calls of KSeF: {plan.calls}, at"
        f" least {plan.minutes_at_least} min",
    )
    for each in returning(plan.steps, desired, left, made_at=plan.made_at):
        yield say(*words_of(each))


def json_of(done: Applied) -> dict[str, Any]:
    """Give what became of a plan as JSON: English, camelCase, stable."""
    return {
        "digest": digest_of(done.plan),
        "exitCode": done.exit_code,
        "steps": [
            {
                "id": each.step.id,
                "act": each.step.act,
                "place": each.step.place,
                "who": each.step.who,
                "unit": each.step.unit,
                "permissions": list(each.step.permissions),
                "stage": each.stage,
                "reason": each.reason,
            }
            for each in done.ended
        ],
        "unproved": [_key(each) for each in done.unproved],
        "unwanted": [_key(each) for each in done.unwanted],
        "unread": [_key(each) for each in done.unread],
        "endDigest": None if done.unread else digest_of(done.end),
        "planAgain": done.saw_less,
    }


def _key(key: Key) -> dict[str, str]:
    return {"place": key.place, "who": key.who, "permission": key.permission}


def lines_of(done: Applied) -> Iterator[str]:
    """Say what became of a plan: only what is not done is listed."""
    made = sum(each.stage is Stage.DONE for each in done.ended)
    total = len(done.ended)
    yield say(
        f"Wykonano {made} z {total} kroków planu {digest_of(done.plan)}.",
        f"Done: {made} of {total} steps of plan {digest_of(done.plan)}.",
    )
    for each in done.ended:
        if each.stage is not Stage.DONE:
            step, reason = each.step, f" ({each.reason})" if each.reason else ""
            where = f"{step.place}, {step.unit}" if step.unit else step.place
            named = ", ".join(step.permissions)
            word = say(*_WORDS[each.stage])
            yield f"  {where} | {step.who} | {named}: {word}{reason}"
    for key in done.unproved:
        yield say(
            f"  {key.place} | {key.who} | {key.permission}: KSeF tego nie pokazuje",
            f"  {key.place} | {key.who} | {key.permission}: KSeF does not show it",
        )
    for key in done.unwanted:
        yield say(
            f"  {key.place} | {key.who} | {key.permission}: KSeF to pokazuje, a"
            " permissions.toml już tego nie chce; utwórz następny plan",
            f"  {key.place} | {key.who} | {key.permission}: KSeF shows it, and"
            " permissions.toml wants it no more; make the next plan",
        )
    for key in done.unread:
        yield say(
            f"  {key.place} | {key.who} | {key.permission}: nie odczytano ponownie",
            f"  {key.place} | {key.who} | {key.permission}: not read again",
        )
    if done.unread:
        yield say(
            "Nie wszystko odczytano ponownie, więc nie wiadomo, czy KSeF to"
            " pokazuje; powtórz polecenie.",
            "Not all was read again, so nobody knows whether KSeF shows it;"
            " repeat the command.",
        )
    elif not done.unproved:
        yield say(
            "Odczytano ponownie: KSeF pokazuje wszystko, co wykonano.",
            "Read again: KSeF shows everything that was done.",
        )
    if done.saw_less:
        yield say(
            "Plan nie widział wszystkich kontekstów; utwórz następny: jst ksef plan.",
            "The plan had not seen all contexts; make the next: jst ksef plan.",
        )
