"""A simulated Czech register of VAT payers on the loopback: nobody in it exists.

It answers all five operations, keeps the register's hours by its own clock (settable),
shows the quirks that no schema tells, and bans who breaks the terms of service.

    with CrpdphSimulator.create(folder) as register:
        register.url, register.ca_pem             # what the client needs
        register.examples()["unreliable"]         # whom to ask about
        register.faults.next("fault-500")
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from crpdph.model import Dic
from jst.simulators.crpdph_desk import PATH, CzechDesk, CzechFault, Terms
from jst.simulators.crpdph_register import NOT_THERE, Account, Entry, made_up
from jst.simulators.faults import Faults
from jst.simulators.pki import BogusCa
from jst.simulators.served import Served
from vocabulary.clock import Clock, system_clock

__all__ = ["CrpdphSimulator", "CzechFault", "Terms"]


class CrpdphSimulator(Served):
    """One simulated register in one folder; a context manager while it serves.

    Attributes:
        ca_pem: The authority to trust for TLS.
        faults: What to do wrong next.
        desk: What it received and said, and whether we are banned.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock = system_clock,
        port: int = 0,
        terms: Terms | None = None,
    ) -> None:
        """Load what `create` wrote; nothing is served before the context is entered.

        Args:
            folder: Holds the simulator's keys and certificates.
            clock: What the register takes for now: its hours follow it.
            port: TCP port on 127.0.0.1; 0 lets the system choose one.
            terms: What it bears before it bans.
        """
        self.faults = Faults(CzechFault)
        self._examples = made_up()
        self._known = {entry.dic: entry for entry in self._examples.values()}
        self.desk = CzechDesk(
            known=self._known,
            faults=self.faults,
            terms=terms or Terms(),
            clock=clock,
        )
        super().__init__(folder, answer=self.desk.answer, path=PATH, port=port)

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        clock: Clock = system_clock,
        port: int = 0,
        terms: Terms | None = None,
    ) -> Self:
        """Make a new one in an empty or missing folder."""
        # TLS is judged by the real time, whatever time the register is told.
        BogusCa.found(folder, now=system_clock())
        return cls(folder, clock=clock, port=port, terms=terms)

    @property
    def received(self) -> Counter[str]:
        """How many requests came, by operation."""
        return self.desk.received.copy()

    def examples(self) -> dict[str, Dic]:
        """Payers by what they show: reliable, unreliable, group, not_found ..."""
        known = {name: entry.dic for name, entry in self._examples.items()}
        return {name: Dic.parse(dic) for name, dic in (known | NOT_THERE).items()}

    def publish(self, name: str, account: str, *, on: date) -> None:
        """Publish one more account of an example from a day on."""
        entry = self._entry(name)
        added = Account(account, published_from=on)
        self._known[entry.dic] = replace(entry, accounts=(*entry.accounts, added))

    def turn_unreliable(self, name: str, *, since: date) -> None:
        """Publish an example as unreliable."""
        entry = self._entry(name)
        self._known[entry.dic] = replace(entry, unreliable_since=since)

    def add(self, *entries: Entry) -> None:
        """Put more entries into the register."""
        self._known.update({entry.dic: entry for entry in entries})

    def _entry(self, name: str) -> Entry:
        return self._known[self._examples[name].dic]
