"""jst ksef doctor: what stands between this office and KSeF, one thing after another.

    settings -> credential -> certificate -> KSeF and its clock -> session -> limits

Each look says well, mend or cannot tell, and what to do; none changes anything. The one
request that leaves asks for a challenge, which is about nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from accountability.errors import LimitReached, TransportError
from certs.errors import CertsError
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import cell, new_table, print_json, print_table
from jst.cli.wrapper import Exit
from jst.ksef_credentials import Credential, credential_named
from jst.ksef_office import client_of, key_of, open_session
from jst.seal import close_seal
from jst.settings import Settings, load_settings
from ksef.access.client import KsefClient
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import KsefAccessError
from vocabulary.clock import system_clock
from vocabulary.errors import ToolkitError

_SKEW: Final = timedelta(seconds=30)
_SOON, _LATE = 60, 14


class How(StrEnum):
    """What one look found."""

    WELL = "well"
    MEND = "mend"
    CANNOT_TELL = "cannotTell"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at; `says` is in the reader's language."""

    what: str
    how: How
    says: str


_EXIT: Final = {
    How.WELL: Exit.YES,
    How.MEND: Exit.NO,
    How.CANNOT_TELL: Exit.CANNOT_TELL,
}


def do_doctor(credential: str | None, *, as_json: bool) -> Exit:
    """Look at everything, and say what to mend first."""
    settings = load_settings()
    found = list(_looks(settings, credential))
    if as_json:
        print_json(
            {
                "looks": [
                    {"what": each.what, "how": each.how.value, "says": each.says}
                    for each in found
                ]
            }
        )
    else:
        table = new_table(say("co", "what"), say("jak", "how"), say("uwaga", "note"))
        for each in found:
            table.add_row(cell(each.what), cell(_WORDS[each.how]()), cell(each.says))
        print_table(table)
    worst = {each.how for each in found}
    if How.MEND in worst:
        return Exit.NO
    return Exit.CANNOT_TELL if How.CANNOT_TELL in worst else Exit.YES


_WORDS = {
    How.WELL: lambda: say("dobrze", "well"),
    How.MEND: lambda: say("popraw", "mend"),
    How.CANNOT_TELL: lambda: say("nie wiadomo", "cannot tell"),
}


def _looks(settings: Settings, name: str | None) -> Iterator[Look]:
    try:
        section, chosen = settings.ksef_access, credential_named(settings, name)
        person = acting(settings)
    except ToolkitError as wrong:
        yield Look("settings", How.MEND, _told(wrong))
        return
    yield Look("settings", How.WELL, section.url)
    yield Look("person", How.WELL, person.name)
    yield from _certificate(chosen, settings)
    client = client_of(settings)
    yield from _service(client)
    yield from _session(chosen, client, settings)
    yield from _limits(chosen, client)


def _certificate(chosen: Credential, settings: Settings) -> Iterator[Look]:
    """Look at the key and its certificate, without signing anything."""
    if chosen.key_file is None and not chosen.on_token:
        yield Look("credential", How.WELL, chosen.name)
        return

    try:
        key = key_of(chosen, settings)
    except (CertsError, ToolkitError, OSError) as wrong:
        yield Look("credential", How.MEND, _told(wrong))
        return
    leaf = key.certificate
    close_seal(key)
    days = (leaf.not_after - system_clock()).days
    soon = say("; czas odnowić", "; time to renew") if days < _SOON else ""
    yield Look(
        "certificate",
        How.WELL if days >= _LATE else How.MEND,
        say(f"{days} dni ważności", f"{days} days left") + soon,
    )
    own = chosen.context_id.nip
    owner = own is not None and leaf.nip == own
    yield Look(
        "owner",
        How.WELL,
        say("pieczęć z NIP kontekstu: właściciel", "the context's own NIP: the owner")
        if owner
        else say(
            "NIP pieczęci nie jest NIP-em kontekstu: potrzebne nadane uprawnienie",
            "not the context's NIP: a granted permission is needed",
        ),
    )


def _service(client: KsefClient) -> Iterator[Look]:
    """Ask for a challenge, and compare the clocks."""
    from ksef.access.messages_auth import read_challenge  # noqa: PLC0415 - as above

    try:
        reply = client.ask(ENDPOINTS["challenge"])
        told = read_challenge(reply.body)
    except (TransportError, LimitReached, KsefAccessError) as silent:
        yield Look("ksef", How.CANNOT_TELL, _told(silent))
        return
    yield Look("ksef", How.WELL, client.base_url)
    skew = abs(told.at - client.clock())
    yield Look(
        "clock",
        How.WELL if skew <= _SKEW else How.MEND,
        say(
            f"różnica z KSeF: {skew.total_seconds():.0f} s",
            f"apart from KSeF: {skew.total_seconds():.0f} s",
        ),
    )


def _session(
    chosen: Credential, client: KsefClient, settings: Settings
) -> Iterator[Look]:
    try:
        session = open_session(chosen, client, settings)
    except ToolkitError as none:
        yield Look("session", How.MEND, _told(none))
        return
    left = session.ends_at - client.clock()
    hours = left // timedelta(hours=1)
    yield Look("session", How.WELL, say(f"jeszcze {hours} godz.", f"{hours} h left"))


def _limits(chosen: Credential, client: KsefClient) -> Iterator[Look]:
    if client.limits is None:
        return
    left = client.limits.left(ENDPOINTS["query_persons"], chosen.context_id)
    text = "/".join(map(str, left))
    yield Look(
        "limits",
        How.WELL if all(left) else How.MEND,
        say(
            f"zapytań o uprawnienia na s/min/godz.: {text}",
            f"queries left per s/min/h: {text}",
        ),
    )


def _told(error: Exception) -> str:
    """Say an error as the commands do; of one that is not ours, its class."""
    from jst.cli.error_words import hint_of, message_of  # noqa: PLC0415 - errors only

    if not isinstance(error, ToolkitError):
        return type(error).__name__
    return f"{message_of(error)}. {hint_of(error)}".strip()
