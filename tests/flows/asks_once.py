"""A process of its own that asks one question over TLS; for tests that watch it."""

import sys
from dataclasses import dataclass
from pathlib import Path

from accountability.action import perform
from accountability.intent import OpenIntent
from accountability.transport import Transport
from tests.factories import an_action
from tests.fakes import FakeRegister
from tests.world import World


@dataclass
class OverTls(FakeRegister):
    """The fake register's questions, sent over a real connection."""

    url: str = ""
    ca_bundle: Path = Path()

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """Send through the transport, the only door."""
        return Transport(ca_bundle=self.ca_bundle).send(
            question, url=self.url, content_type="application/xml", under=under
        )


if __name__ == "__main__":
    folder, url, ca = sys.argv[1:]
    with World(Path(folder)).opened() as trail:
        perform(an_action(), OverTls(url=url, ca_bundle=Path(ca)), trail=trail)
    print("shown")  # noqa: T201 - what the test waits to see in the trace
