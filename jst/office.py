"""[0] The composition root: settings become an open office, and nothing else does.

    settings -> log key -> log -> keys, kept answers -> trail -> recovery -> (register)

Promises
    - The log is opened, never made: that is `jst.new_ledger`.
    - Recovery has run before anything is asked: open intents of dead processes are
      UNKNOWN in the log.
    - The register (seal, contract, transport) is put together on first use, so that
      what reads the log needs no seal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from accountability.columns import COLUMNS
from accountability.evidence import EvidenceStore
from accountability.model import Office
from accountability.privacy import KeyFolder
from accountability.recovery import recover
from accountability.trail import AuditTrail
from jst.cases import load_cases
from jst.errors import LogKeyUnusable, SettingsInvalid
from jst.making_ledger import clear_begun
from jst.places import Places
from jst.seal import close_seal, open_seal
from jst.settings import CrpoSection, Settings
from ledger.errors import LedgerMissing, NoteInvalid
from ledger.files import open_regular, read_regular
from ledger.log import Log
from ledger.note import MAX_NOTE_BYTES, trusted_keys
from ledger.reader import Reader
from ledger.signer import NoteSigner
from ledger.store.view import SqliteView
from vocabulary.clock import Clock, system_clock

if TYPE_CHECKING:
    from crpdph.client import Crpdph
    from crpo.client import Crpo
    from crpo.contract.port import Contract


@dataclass(slots=True)
class OpenOffice:
    """An office that can act: its trail, and the registers it may ask.

    Attributes:
        settings: As loaded.
        trail: Where every action is logged.
        recovered: Ids of the intents that recovery closed as UNKNOWN just now.
    """

    settings: Settings
    trail: AuditTrail
    recovered: tuple[str, ...] = ()
    _register: "Crpo | None" = field(default=None, repr=False)
    _czech: "Crpdph | None" = field(default=None, repr=False)

    def register(self) -> "Crpo":
        """How this office reaches CRPO; put together on first use."""
        if self._register is None:
            self._register = register_of(self.settings, self.trail.clock)
        return self._register

    def czech(self) -> "Crpdph":
        """How this office reaches the Czech register; put together on first use."""
        if self._czech is None:
            from jst.czech import czech_of  # noqa: PLC0415 - who asks Poland pays nothing

            self._czech = czech_of(self.settings, self.trail.clock)
        return self._czech

    def close(self) -> None:
        """End the session with a token that holds the seal."""
        if self._register is not None:
            close_seal(self._register.key)
            self._register = None


@contextmanager
def open_office(
    settings: Settings, *, clock: Clock = system_clock
) -> Iterator[OpenOffice]:
    """Open the office's log for acting, and close it again.

    Raises:
        SettingsInvalid: jst.toml has no [office].
        LedgerError: There is no log, or it does not pass the checks of an append.
        AuditUnavailable: Recovery could not write; nothing may be asked.
    """
    places, section = settings.places, settings.office
    office = Office(
        authority=section.authority,
        case_pattern=section.case_pattern,
        cases=load_cases(places.cases),
        node=section.node,
        questions_per_day=section.questions_per_day,
        retention=settings.file.retention.value,
    )
    keys = KeyFolder(places.period_keys)
    with open_log(places, clock=clock) as log:
        trail = AuditTrail(
            log=log,
            keys=keys,
            evidence=EvidenceStore(places.answers, keys),
            office=office,
            home=places.home,
            clock=clock,
        )
        opened = OpenOffice(settings, trail, recover(trail))
        try:
            yield opened
        finally:
            opened.close()


def open_log(places: Places, *, clock: Clock = system_clock) -> Log:
    """Open the log alone, as the operator does; close it."""
    clear_begun(places)
    return Log(places.ledger, signer=load_signer(places), columns=COLUMNS, clock=clock)


def open_reader(places: Places) -> Reader:
    """Read one state of the log; takes no lock and needs no key."""
    return Reader(SqliteView(places.ledger.store, COLUMNS))


def load_signer(places: Places) -> NoteSigner:
    """Load the log's key under the name that its public half carries.

    Raises:
        LedgerMissing: There is neither a log nor a key: none was made here.
        LogKeyUnusable: The key is not there, or does not fit its public half.
        KeyFileExposed: Others may read it.
    """
    if not places.ledger.store.exists() and not places.log_key.exists():
        raise LedgerMissing("no log in JST_HOME and no log key in JST_KEYS")
    vkey = own_vkey(places)
    try:
        signer = NoteSigner.load(places.log_key, vkey.partition("+")[0])
    except (OSError, NoteInvalid) as unusable:
        raise _no_key("log.key") from unusable
    if signer.vkey != vkey:
        raise LogKeyUnusable(
            "log.key and log.vkey do not belong together",
            polish="log.key i log.vkey nie należą do siebie",
        )
    return signer


def own_vkey(places: Places) -> str:
    """Read the log's public key as this host has it.

    Raises:
        LogKeyUnusable: It is not in JST_KEYS, or is no key.
    """
    return read_vkey(places.log_vkey)


def read_vkey(path: Path) -> str:
    """Read a log's public key from a file in JST_KEYS; LogKeyUnusable as above."""
    try:
        with open_regular(path) as file:
            vkey = file.read(MAX_NOTE_BYTES).decode().strip()
        trusted_keys([vkey])
    except (OSError, ValueError) as unusable:
        raise _no_key("log.vkey") from unusable
    return vkey


def _no_key(name: str) -> LogKeyUnusable:
    return LogKeyUnusable(
        f"{name} is missing from JST_KEYS or is no key",
        polish=f"{name} w JST_KEYS",
    )


def register_of(settings: Settings, clock: Clock) -> "Crpo":
    """Put together contract, seal and transport as the settings say.

    Raises:
        SettingsInvalid: The contract named in the settings does not exist, or the
            seal is named twice or not at all.
        CertsError: A seal, or its key, is unreadable or refused.
    """
    # Only what asks pays for the signature libraries.
    from crpo.client import Crpo  # noqa: PLC0415

    section = settings.crpo
    return Crpo(
        contract=contract_of(section),
        key=open_seal(settings),
        url=section.url,
        transport=section.transport(max_answer_bytes=section.max_answer_bytes),
        clock=clock,
    )


def contract_of(section: CrpoSection) -> "Contract":
    """Make the contract that one setting names (docs/crpo-contract.md).

    `module:attribute` is called as our own is: `(register_seals=...,
    window=..., signing_skew=...)`.
    """
    from certs.load import load  # noqa: PLC0415 - as above

    name = section.contract
    if name == "xades_xml":
        name = "crpo.contract.xades_xml:XadesXml"
    module, _, attribute = name.partition(":")
    try:
        make = getattr(import_module(module), attribute)
        seals = load(read_regular(section.register_seal))
    except (ImportError, AttributeError) as absent:
        raise SettingsInvalid(
            "crpo.contract names nothing importable",
            polish="crpo.contract wskazuje kod, którego nie ma",
        ) from absent
    except OSError as unreadable:
        raise SettingsInvalid(
            "crpo.register_seal cannot be read",
            polish="nie można otworzyć pliku crpo.register_seal",
        ) from unreadable
    contract: Contract = make(
        register_seals=seals,
        window=section.freshness,
        signing_skew=section.signing_skew,
    )
    return contract
