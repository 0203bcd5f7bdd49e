"""[2, 4] Action <-> entry: the audit trail, and the only maker of an `OpenIntent`.

The ledger below knows bytes; this file decides what an entry of ours says
(docs/ledger-format.md). Subjects are sealed and indexed here; nothing that identifies
one is ever written in clear.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from accountability.checks import check_person, check_reason
from accountability.clear_text import scrubbed
from accountability.disclosure import OF_THE_TRAIL, Disclosure
from accountability.entries import (
    WRITER_DIED,
    Result,
    Told,
    action_fields,
    actor_fields,
    denied_fields,
    outcome_fields,
    safe_actor_fields,
)
from accountability.errors import (
    ActionDenied,
    AuditUnavailable,
    PeriodKeyMissing,
)
from accountability.evidence import EvidenceStore
from accountability.intent import OpenIntent
from accountability.limits import Quota
from accountability.model import Action, Actor, CaseStanding, Office
from accountability.privacy import KeyFolder, PeriodKey, period_of, salted_digest
from accountability.receipt import Receipt, made_receipt
from accountability.retention import KEY_MADE
from accountability.room import Room
from ledger.append import Guard
from ledger.entry import Draft, new_entry_id
from ledger.errors import LedgerError
from ledger.log import Log
from ledger.model import Appended
from ledger.reader import Reader
from vocabulary.clock import Clock, system_clock, warsaw_day
from vocabulary.finding import Finding, Severity, stops
from vocabulary.identifiers import Identifier


class AuditTrail:
    """Writes what is done, before and after it is done. Thread-safe."""

    def __init__(
        self,
        *,
        log: Log,
        keys: KeyFolder,
        evidence: EvidenceStore,
        office: Office,
        home: Path,
        clock: Clock = system_clock,
    ) -> None:
        self.log = log
        self.keys = keys
        self.evidence = evidence
        self.office = office
        self.clock = clock
        self.home = home
        self._room = Room(home, evidence.folder)
        self._quota = Quota(office.questions_per_day)
        self._first_use = threading.Lock()
        self._known_periods: set[str] = set()

    def denied(
        self, action: Action, standing: CaseStanding, findings: Sequence[Finding]
    ) -> Appended:
        """Write that a check said no: who wanted what, and which rules stopped it."""
        key, entry_id = self.current_key(action.case), new_entry_id()
        fields = denied_fields(action, standing, findings, key, entry_id)
        return self.append("denied", fields, entry_id)

    def begin(
        self,
        action: Action,
        standing: CaseStanding,
        *,
        question: bytes,
        seal_serial: int | None = None,
    ) -> OpenIntent:
        """Write the intent durably and open it; the only licence to call.

        Raises:
            AuditUnavailable: Too little free space, no place for an answer, or the log
                refused the entry. Nothing was sent, and nothing may be.
            QuotaExceeded: The person may ask no more today.
            AskedAlready: This line of a batch was asked before.
        """
        self._room.require()
        key, entry_id = self.current_key(action.case), new_entry_id()
        fields = action_fields(action, standing, key, entry_id) | {
            "request_digest": salted_digest(key.question_salt(entry_id), question),
            "seal_serial": None if seal_serial is None else str(seal_serial),
        }

        def append(account: str, guard: Guard) -> Appended:
            charged = fields | {"charged_to": account}
            return self.append("intent", charged, entry_id, guard)

        appended = self._quota.charge(action, self.clock, append)
        return OpenIntent(
            appended, key, batch=action.batch, ref=action.ref, maker=OF_THE_TRAIL
        )

    def finish(
        self,
        intent: OpenIntent,
        result: Result,
        told: Told,
        *,
        source: str = "register",
    ) -> Appended:
        """Write the one outcome of an intent durably; the intent is closed by it."""
        intent.close()
        took = self.clock() - intent.at
        fields = outcome_fields(
            intent.id, result, told, key=intent.key, requests=intent.requests
        )
        fields |= {
            "source": source,
            "batch": intent.batch,
            "duration_ms": max(0, round(took.total_seconds() * 1000)),
            "peer": intent.peer,
        }
        return self.append("outcome", fields)

    def closed_after_death(self, intent_id: str, *, batch: str | None) -> Appended:
        """Write UNKNOWN for an intent whose writer is dead (see `recovery`)."""
        fields = {"ref": intent_id, "result": Result.UNKNOWN, "reason": WRITER_DIED}
        return self.append("outcome", fields | {"batch": batch})

    def disclose(
        self,
        actor: Actor,
        *,
        ref: str,
        case: str,
        purpose: str,
        justification: str,
        operation: str | None = None,
        masked: bool = False,
        against: Sequence[Finding] = (),
    ) -> Disclosure:
        """Write that what action `ref` kept is about to be shown; the licence to read.

        Args:
            actor: Who is about to see it.
            ref: The intent of the action.
            case: For which case.
            purpose: What for.
            justification: Why, in the person's own words.
            operation: What for, e.g. `print`.
            masked: Whether the caller promises to show no identifier in clear.
            against: What the caller's own checks found.

        Raises:
            ActionDenied: No natural person, or no justification; logged, nothing read.
            AuditUnavailable: The log refused the entry; nothing may be read.
        """
        fields: dict[str, object] = {
            "ref": ref,
            "actor": actor_fields(actor),
            "case": {"number": scrubbed(case)},
            "purpose": scrubbed(purpose),
            "justification": scrubbed(justification),
            "operation": operation,
            "masked": masked or None,
        }
        findings = (
            *check_person(actor),
            *check_reason(justification, needed=True, case=case),
            *against,
        )
        if stops(findings):
            each_once = tuple(dict.fromkeys(findings))
            raise self.refused(operation or "disclose", actor, fields, each_once)
        entry = self.append("disclosure", fields)
        return Disclosure(entry_id=entry.id, ref=ref, maker=OF_THE_TRAIL)

    def refused(
        self,
        operation: str,
        actor: Actor,
        fields: Mapping[str, object],
        findings: Sequence[Finding],
        subjects: Sequence[Identifier] = (),
    ) -> ActionDenied:
        """Write that something that is no question was denied; gives the error."""
        safe = {
            "actor": safe_actor_fields(actor, subjects),
            "operation": operation,
            "rules": [f.rule for f in findings if f.severity is Severity.ERROR],
        }
        self.append("denied", {**fields, **safe})
        return ActionDenied(findings)

    def corrected(self, intent_id: str, told: Mapping[str, object]) -> Appended:
        """Write what became known after an intent was closed as UNKNOWN."""
        return self.append("correction", {"ref": intent_id, **told})

    def system(self, event: str, fields: Mapping[str, object]) -> Appended:
        """Write an event of the installation itself, e.g. a destroyed key."""
        return self.append("system", {"event": event, **fields})

    def prove(self, intent_index: int, outcome_index: int) -> Receipt:
        """Make the receipt of one action: both entries against one checkpoint.

        Raises:
            ReceiptInvalid: The store does not prove them: it was altered meanwhile.
        """
        with self.log.reader() as reader:
            return made_receipt(reader, intent_index, outcome_index, [self.log.vkey])

    def current_key(self, case: str = "") -> PeriodKey:
        """Give the key of this month and the class of the case; made once, and logged.

        Raises:
            AuditUnavailable: The key is gone although the log knows its period: it was
                destroyed, or its folder is not there. A new one would index the same
                persons anew.
        """
        retention = self.office.retention
        period = period_of(warsaw_day(self.clock()), retention.class_of(case))
        try:
            if period not in self._known_periods:
                with self._first_use:  # one thread at a time makes and logs
                    self._meet(period)
            return self.keys.of(period)
        except PeriodKeyMissing as missing:
            raise AuditUnavailable(f"the key of {period} is gone") from missing
        except OSError as gone:
            raise AuditUnavailable("the period keys cannot be reached") from gone

    def _meet(self, period: str) -> None:
        """Make sure that log and folder agree on a period before its first use here."""
        with self._reading() as reader:
            logged = any(reader.select({"period": period}, limit=1))
        if not logged:
            # Dying after the key is made: the next start finds it and logs it.
            self.keys.make(period)
            years = self.office.retention.years_of(period.partition(".")[2])
            self.system(KEY_MADE, {"period": period, "retention_years": years})
        self._known_periods.add(period)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        try:
            with self.log.reader() as reader:
                yield reader
        except LedgerError as refused:
            raise AuditUnavailable("the log cannot be read") from refused

    def append(
        self,
        kind: str,
        fields: Mapping[str, object],
        entry_id: str | None = None,
        guard: Guard | None = None,
    ) -> Appended:
        """Write an entry; what a kind has to say is the matter of those who call this.

        Raises:
            AuditUnavailable: The log refused it.
        """
        said = {name: value for name, value in fields.items() if value is not None}
        said |= {"writer": self.log.writer, "node": self.office.node}
        try:
            return self.log.append(Draft.of(kind, said, id=entry_id), guard=guard)
        except (LedgerError, OSError) as refused:
            raise AuditUnavailable(f"the log refused the {kind}") from refused
