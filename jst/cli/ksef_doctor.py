"""jst ksef doctor: what stands between this office and KSeF, one thing after another.

    settings -> credential -> certificate -> KSeF and its clock -> session -> limits

Each look says well, soon, mend or cannot tell, and what to do; none changes anything.
The one request that leaves asks for a challenge, which is about nobody.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from accountability.errors import LimitReached, TransportError
from jst.acting import acting
from jst.cli.ksef_looks import (
    How,
    Look,
    look_at_credential,
    look_at_person,
    told,
)
from jst.cli.language import say
from jst.cli.output import cell, new_table, print_json, print_table
from jst.cli.wrapper import Exit
from jst.ksef_credentials import Credential, credential_named, require_own
from jst.ksef_office import client_of, open_session
from jst.people import load_people
from jst.settings import Settings, load_settings
from ksef.access.client import KsefClient
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import KsefAccessError
from vocabulary.errors import ToolkitError

_SKEW: Final = timedelta(seconds=30)


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
            table.add_row(cell(_what(each)), cell(_WORDS[each.how]()), cell(each.says))
        print_table(table)
    worst = {each.how for each in found}
    if How.MEND in worst:
        return Exit.NO
    return Exit.CANNOT_TELL if How.CANNOT_TELL in worst else Exit.YES


_WORDS = {
    How.WELL: lambda: say("dobrze", "well"),
    How.SOON: lambda: say("niedługo", "soon"),
    How.MEND: lambda: say("popraw", "mend"),
    How.CANNOT_TELL: lambda: say("nie wiadomo", "cannot tell"),
}
# what -> its name in Polish
_POLISH: Final = {
    "settings": "ustawienia",
    "person": "osoba",
    "credential": "poświadczenie",
    "certificate": "certyfikat",
    "owner": "prawo w kontekście",
    "ksef": "KSeF",
    "clock": "zegar",
    "session": "sesja",
    "limits": "limity",
}


def _what(look: Look) -> str:
    return say(_POLISH[look.what], look.what)


def _looks(settings: Settings, name: str | None) -> Iterator[Look]:
    try:
        section, chosen = settings.ksef_access, credential_named(settings, name)
        person = acting(settings)
        people = load_people(settings.places.people, demo=settings.file.demo)
    except ToolkitError as wrong:
        yield Look("settings", How.MEND, told(wrong))
        return
    yield Look("settings", How.WELL, section.url)
    yield look_at_person(person)
    client = client_of(settings)
    try:
        require_own(chosen, person.id, people)
    except ToolkitError as refused:  # as a login says it; another's key stays shut
        yield Look("credential", How.MEND, told(refused))
        yield from _service(client)
        return
    yield from look_at_credential(chosen, settings)
    yield from _service(client)
    yield from _session(chosen, client, settings)
    yield from _limits(chosen, client)


def _service(client: KsefClient) -> Iterator[Look]:
    """Ask for a challenge, and compare the clocks."""
    from ksef.access.messages_auth import read_challenge  # noqa: PLC0415 - as above

    try:
        reply = client.ask(ENDPOINTS["challenge"])
        challenge = read_challenge(reply.body)
    except (TransportError, LimitReached, KsefAccessError) as silent:
        yield Look("ksef", How.CANNOT_TELL, told(silent))
        return
    yield Look("ksef", How.WELL, client.base_url)
    skew = abs(challenge.at - client.clock())
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
        yield Look("session", How.MEND, told(none))
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
