"""Ask CRPO about many mandators from one sheet, each of them once.

    sheet -> every line read -> every line checked -> questions, one by one -> answers

Promises
    - Nothing is asked before the whole sheet is read and checked.
    - The same sheet of the same person is the same batch, whenever it is run again; a
      line with a question in the log is not asked again. An answered one is read from
      what was kept (a disclosure); an UNKNOWN one is repeated only on demand, by a new
      question with `ref`.
    - Where it stopped, the log alone says: no other file could be lost, restored or
      out of step (ADR-0011). Two processes at once ask nothing twice either.

A batch's id is an HMAC of the sheet under a period key; `batch` in an entry is that id
and the number of the line.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from accountability.checks import check
from accountability.errors import (
    ActionDenied,
    AskedAlready,
    EvidenceUnreadable,
    OutcomeUnknown,
    PeriodKeyMissing,
    RegisterRefused,
)
from accountability.model import (
    Action,
    Actor,
    Capacity,
    LegalBasis,
    System,
)
from accountability.trail import AuditTrail
from crpo.batch_log import Done, SoFar, State, batch_id, entry_field, so_far
from crpo.batch_sheet import Line
from crpo.client import Crpo
from crpo.errors import AnswerError
from crpo.kept import read_answer
from crpo.lookup import OPERATION, look_up
from crpo.model import MandatorQuery
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding, stops

BASIS: Final = (LegalBasis.OP_138K_2,)
MAX_UNKNOWN_IN_A_ROW: Final = 5
"""So many silences one after another, and the register is left in peace."""
RESUMED: Final = "Wznowienie wsadu: odczyt odpowiedzi zachowanej wcześniej."
OPERATION_OF_READING: Final = "batch"
# Of one line only: the others are given all the same.
_UNREADABLE: Final = (ActionDenied, EvidenceUnreadable, PeriodKeyMissing, AnswerError)
QUOTA: Final = "action.quota.exceeded"
SILENT: Final = "register_silent"


class _Stop:
    """Why the rest of a batch is not asked: silences, or a quota that is used up."""

    def __init__(self) -> None:
        self.reason = ""
        self._silences = 0

    def after(self, done: Done) -> None:
        """Learn how a question has ended."""
        self._silences = self._silences + 1 if done.state is State.UNKNOWN else 0
        if self._silences == MAX_UNKNOWN_IN_A_ROW:
            self.reason = SILENT
        elif done.state is State.DENIED and done.reason == QUOTA:
            self.reason = QUOTA


Progress = Callable[[int, int], None]
"""Told after each question how many of how many lines are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One sheet of one person, on its way.

    Attributes:
        lines: All lines of the sheet.
        id: Of the batch, as entries carry it.
        actor: Who asks.
        register: How CRPO is reached.
        trail: Where it is logged.
    """

    lines: tuple[Line, ...]
    id: str
    actor: Actor
    register: Crpo
    trail: AuditTrail

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        *,
        actor: Actor,
        register: Crpo,
        trail: AuditTrail,
        anew: bool = False,
    ) -> "Batch":
        """Find the batch of a sheet in the log, or begin it.

        Args:
            lines: Of the sheet.
            actor: Who asks; somebody else's sheet is another batch.
            register: How CRPO is reached.
            trail: Where it is logged.
            anew: Begin another batch of the same sheet: answers speak of one day.
        """
        name = batch_id(lines, actor, trail, anew=anew)
        return cls(
            lines=tuple(lines), id=name, actor=actor, register=register, trail=trail
        )

    def run(
        self,
        *,
        retry_unknown: bool = False,
        reason: str = RESUMED,
        told: Progress = lambda _done, _total: None,
    ) -> Iterator[Done]:
        """Give every line in order, each as soon as it is asked or read.

        Whoever stops taking lines stops the asking, too.

        Args:
            retry_unknown: Repeat the questions that ended as UNKNOWN.
            reason: Justification of reading what an earlier run kept.
            told: Told how far it is.

        Raises:
            ActionDenied: A line does not pass the checks; each such line is a denial
                in the log, and nothing was asked.
            AuditUnavailable: The log refused an entry; run it again later.
            AskedAlready: Another process runs the same batch.
        """
        with self.trail.log.reader() as reader:
            before = {
                line.number: so_far(reader, entry_field(self.id, line))
                for line in self.lines
            }
        self._refuse_running(before.values())
        earlier = {number: last for number, last in before.items() if last is not None}
        wanted = [
            line
            for line in self.lines
            if (last := before[line.number]) is None
            or (retry_unknown and last.may_repeat)
        ]
        self._check_all(wanted)
        left, stop = {line.number for line in wanted}, _Stop()
        # Dying here, or between two lines: what was asked is in the log, the rest not.
        for line in self.lines:
            last = earlier.get(line.number)
            if last is not None and line.number not in left:
                yield self._told_before(line, last, reason)
            elif stop.reason:
                yield Done(line=line, state=State.NOT_ASKED, reason=stop.reason)
            else:
                done = self._ask(line, last.intent_id if last else None)
                stop.after(done)
                left.discard(line.number)
                told(len(wanted) - len(left), len(wanted))
                yield done

    def disclose(self, done: Done, reason: str) -> None:
        """Write that an answer is about to be shown with identifiers in clear."""
        self.trail.disclose(
            self.actor,
            ref=done.intent_id,
            case=done.line.case,
            purpose=done.line.purpose,
            justification=reason,
        )

    def _refuse_running(self, lines: Iterable[SoFar | None]) -> None:
        """Leave a batch alone that another process is at, before anything is asked.

        Between two of its questions nothing shows that it lives: then the guard of the
        next intent lets one of the two go on, and this error stops the other.
        """
        at_it = {each.open_at for each in lines if each is not None} - {None}
        if at_it - {self.trail.log.writer}:
            raise AskedAlready("another process runs this batch")

    def _check_all(self, lines: Sequence[Line]) -> None:
        """Check every line before the first question; each denial is an entry."""
        office, clock = self.trail.office, self.trail.clock
        against: list[Finding] = []
        for line in lines:
            action = self._action(line)
            standing = office.cases.standing(line.case, self.actor.id)
            on = warsaw_day(clock())
            findings = check(action, office=office, standing=standing, on=on)
            if stops(findings):
                self.trail.denied(action, standing, findings)
                against += [line.pointed(finding) for finding in findings]
        if against:
            raise ActionDenied(against)

    def _ask(self, line: Line, ref: str | None) -> Done:
        """Ask one line, and say what became of it."""
        try:
            found = look_up(
                MandatorQuery(line.mandator),
                actor=self.actor,
                case=line.case,
                purpose=line.purpose,
                basis=BASIS,
                justification=line.justification,
                register=self.register,
                trail=self.trail,
                ref=ref,
                batch=entry_field(self.id, line),
            )
        except ActionDenied as denied:
            rules = " ".join(f.rule for f in denied.findings)
            return Done(line=line, state=State.DENIED, reason=rules)
        except RegisterRefused as no:
            return Done(
                line=line,
                state=State.REFUSED,
                reason=no.refusal,
                intent_id=no.intent_id,
            )
        except OutcomeUnknown as lost:
            return Done(
                line=line,
                state=State.UNKNOWN,
                reason=lost.reason,
                intent_id=lost.intent_id,
            )
        return Done(
            line=line,
            state=State.ANSWERED,
            intent_id=found.intent_id,
            answer=found.answer,
        )

    def _told_before(self, line: Line, earlier: SoFar, reason: str) -> Done:
        """Say what an earlier run has left of a line; an answer is disclosed."""
        done = Done(
            line=line,
            state=earlier.state,
            reason=earlier.reason,
            intent_id=earlier.intent_id,
            kept=True,
        )
        if earlier.state is not State.ANSWERED:
            return done
        try:
            kept = read_answer(
                self.trail,
                self.register.contract,
                earlier.intent_id,
                actor=self.actor,
                case=line.case,
                purpose=line.purpose,
                justification=reason,
                operation=OPERATION_OF_READING,
            )
        except _UNREADABLE as lost:
            return replace(done, reason=lost.code)
        return replace(done, answer=kept.answer)

    def _action(self, line: Line) -> Action:
        return Action(
            actor=self.actor,
            authority=self.trail.office.authority,
            capacity=Capacity.TAX_AUTHORITY,
            system=System.CRPO,
            operation=OPERATION,
            purpose=line.purpose,
            basis=BASIS,
            justification=line.justification,
            case=line.case,
            subjects=(line.mandator,),
            batch=entry_field(self.id, line),
        )
