"""A canary birth number and its account run through every Czech flow, unheard."""

from typing import Any

import pytest

from accountability.errors import ActionDenied
from accountability.model import Purpose
from crpdph.errors import CrpdphError
from crpdph.evidence import collect
from crpdph.lookup import fetch_list
from crpdph.model import Dic
from crpdph.question import Line, Question
from crpdph.watch import Vendor, as_of, watch
from jst.cli.dph_show import check_json, row_of
from jst.simulators.crpdph import CzechFault
from jst.simulators.crpdph_register import Account, Entry
from tests.crpdph.conftest import CzechOffice
from tests.factories import CASE, TODAY
from tests.flows.canaries import CANARY_ACCOUNT, CANARY_DIC, Ears, listening
from vocabulary.errors import IdentifierInvalid


@pytest.fixture(name="line")
def _line(office: CzechOffice) -> Line:
    """The canary, published with its account."""
    office.simulator.add(
        Entry(CANARY_DIC, name="BOGUS KANAREK", accounts=(Account(CANARY_ACCOUNT),))
    )
    return Line.parse(f"CZ{CANARY_DIC}", CANARY_ACCOUNT)


def hear_the_disk(ears: Ears, office: CzechOffice) -> None:
    """Hear every file of the office: log, kept answers, state, limits."""
    ears.hear_files("disk", office.world.folder)
    ears.hear_files("limits", office.register.limiter.folder)


@pytest.mark.parametrize("fault", [None, *CzechFault])
def test_no_canary_is_heard_whatever_the_register_does(
    office: CzechOffice, line: Line, fault: CzechFault | None
) -> None:
    """Logs, entries, reprs, JSON, tables and every file stay clean."""
    office.simulator.faults.always(fault)
    office.simulator.faults.delay_s = 0.1
    with listening() as ears:
        for _ in range(2):
            found = office.check(line)
            ears.hear("repr", found, line, Question(office.register.operation, (line,)))
            ears.hear("json", [check_json(1, each, reveal=False) for each in found])
            ears.hear("csv", [row_of(1, each, reveal=False) for each in found])
    hear_the_disk(ears, office)

    assert [] == ears.leaks()


def test_no_canary_is_heard_from_list_watch_and_history(
    office: CzechOffice, line: Line
) -> None:
    """Nor from the index of what is known."""
    said: dict[str, Any] = {
        "grounds": office.grounds(),
        "register": office.register,
        "trail": office.trail,
    }
    office.simulator.add(Entry(CANARY_DIC, unreliable_since=TODAY))
    with listening() as ears:
        ears.hear("list", fetch_list([line], **said))
        ears.hear("watch", watch([Vendor(line, is_paid=True)], **said))
        ears.hear("history", as_of([line], TODAY, **said))
    hear_the_disk(ears, office)

    assert [] == ears.leaks()


def test_no_canary_is_heard_from_evidence_and_denials(
    office: CzechOffice, line: Line
) -> None:
    """The file of evidence holds it, which is made for the case; nothing else does."""
    with listening() as ears:
        [found] = office.check(line)
        evidence = collect(
            office.trail,
            found.intent_id,
            actor=office.grounds().actor,
            case=CASE,
            purpose=Purpose.PAYMENT_CHECK,
            justification="dowód do akt sprawy",
        )
        ears.hear("repr", evidence)
        for grounds in (
            office.grounds(justification=f"bo {CANARY_DIC} tak prosi"),
            office.grounds(case=CANARY_DIC),
        ):
            with pytest.raises(ActionDenied) as denied:
                office.check(Line.parse(CANARY_DIC, "1/0100"), grounds=grounds)
            ears.hear_error(denied.value)
    hear_the_disk(ears, office)

    assert [] == ears.leaks()
    assert CANARY_DIC.encode() in evidence.answer


@pytest.mark.parametrize(
    "read",
    [
        lambda: Dic.parse(f"{CANARY_DIC}0"),
        lambda: Line.parse(CANARY_DIC, "-" + " " * 200 + CANARY_ACCOUNT),
        lambda: Question.from_bytes(CANARY_DIC.encode()),
    ],
)
def test_no_canary_is_heard_from_a_refusal(read: object) -> None:
    """What was refused is not repeated."""
    ears = Ears()
    assert callable(read)
    with pytest.raises((IdentifierInvalid, CrpdphError)) as refused:
        read()
    ears.hear_error(refused.value)

    assert [] == ears.leaks()
