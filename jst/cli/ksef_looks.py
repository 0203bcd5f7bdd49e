"""What `jst ksef doctor` sees before anything leaves: the person and the credential."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from accountability.model import System
from certs.errors import CertsError
from jst.cli.language import say
from jst.ksef_credentials import Credential
from jst.ksef_office import key_of, token_of
from jst.people import Person
from jst.seal import close_seal
from jst.settings import Settings
from ksef.access.context import ContextType
from ledger.files import open_regular
from vocabulary.clock import system_clock, warsaw_day
from vocabulary.errors import ToolkitError

if TYPE_CHECKING:
    from certs.model import SealCertificate

_SOON, _LATE = 60, 14


class How(StrEnum):
    """What one look found."""

    WELL = "well"
    SOON = "soon"
    MEND = "mend"
    CANNOT_TELL = "cannotTell"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at; `says` is in the reader's language."""

    what: str
    how: How
    says: str


_UNREADABLE: Final = (CertsError, ToolkitError, OSError)


def look_at_person(person: Person) -> Look:
    """Say whether the person may log in, and has the authorisation to ask."""
    from jst.cli.ksef_work import ROLES  # noqa: PLC0415 - keeps the two apart

    try:
        person.require(*ROLES)
    except ToolkitError as refused:
        return Look("person", How.MEND, f"{person.name}: {told(refused)}")
    paper = person.actor(*ROLES).authorisation
    if paper is None or System.KSEF not in paper.systems:
        return Look(
            "person",
            How.MEND,
            f"{person.name}: "
            + say(
                "upoważnienie w people.toml nie obejmuje systemu ksef",
                "the authorisation in people.toml does not cover the system ksef",
            ),
        )
    if not paper.holds_on(warsaw_day(system_clock())):
        return Look(
            "person",
            How.MEND,
            f"{person.name}: "
            + say(
                "upoważnienie dziś nie obowiązuje",
                "the authorisation does not hold today",
            ),
        )
    return Look("person", How.WELL, person.name)


def look_at_credential(chosen: Credential, settings: Settings) -> Iterator[Look]:
    """Open what the credential names, as a login will; nothing is signed."""
    try:
        leaf = _certificate_of(chosen, settings)
    except _UNREADABLE as wrong:
        yield Look("credential", How.MEND, f"{chosen.name}: {told(wrong)}")
        return
    yield Look("credential", How.WELL, chosen.name)
    if leaf is None:
        return
    yield _days_left(leaf)
    yield _right(chosen, leaf)


def _certificate_of(chosen: Credential, settings: Settings) -> "SealCertificate | None":
    """Give the certificate of a login; None when a token of KSeF logs in."""
    if chosen.token_file is not None:
        token_of(chosen.token_file)
        return None
    if chosen.signed_elsewhere and chosen.certificate_file is not None:
        from certs.load import MAX_BYTES, load_leaf  # noqa: PLC0415 - such ones only

        with open_regular(chosen.certificate_file) as file:
            return load_leaf(file.read(MAX_BYTES + 1))
    key = key_of(chosen, settings)
    close_seal(key)
    return key.certificate


def _days_left(leaf: "SealCertificate") -> Look:
    days = (leaf.not_after - system_clock()).days
    if days < 0:
        ended = say(f"wygasł {-days} dni temu", f"ended {-days} days ago")
        return Look("certificate", How.MEND, ended)
    left = say(f"{days} dni ważności", f"{days} days left")
    if days >= _SOON:
        return Look("certificate", How.WELL, left)
    renew = say("; czas odnowić", "; time to renew")
    return Look("certificate", How.SOON if days >= _LATE else How.MEND, left + renew)


def _right(chosen: Credential, leaf: "SealCertificate") -> Look:
    """Say by what right this certificate would act in the context."""
    context = chosen.context_id
    if context.type is ContextType.NIP and leaf.nip == context.nip:
        owner = say(
            "pieczęć z NIP kontekstu: właściciel", "the context's own NIP: the owner"
        )
        return Look("owner", How.WELL, owner)
    if context.type is ContextType.INTERNAL_ID:
        needs = say(
            "jednostka nie ma właściciela: potrzebne uprawnienie nadane w jednostce",
            "a unit has no owner: a permission granted in the unit is needed",
        )
    else:
        needs = say(
            "NIP certyfikatu nie jest NIP-em kontekstu: potrzebne nadane uprawnienie",
            "not the context's NIP: a granted permission is needed",
        )
    return Look("owner", How.WELL, needs)


def told(error: Exception) -> str:
    """Say an error as the commands do, with what was found; else its class.

    The wire leads to KSeF here, and to no register.
    """
    from jst.cli.error_words import at_ksef, hint_of, message_of  # noqa: PLC0415 - errors only

    if isinstance(error, OSError):
        return say("nie można otworzyć pliku", "a file cannot be opened")
    if not isinstance(error, ToolkitError):
        return type(error).__name__
    found = " ".join(
        f"{each.field}: {each.message}" if each.field else each.message
        for each in getattr(error, "findings", ())
    )
    message = at_ksef(error) or message_of(error)
    said = f"{message}. {found}".strip()
    return f"{said} {hint_of(error)}".strip()
