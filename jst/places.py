"""[0] Where an office lives on disk, and who else may look in.

    JST_HOME     the log, kept answers, jst.toml, people.toml, cases.toml, the list
    JST_KEYS     the log's key and the period keys; outside the home and its backups
    JST_MEMORY   the last head this node saw; outside the home and its backups

A backup of the home that holds keys would give the data away, and one that holds the
memory would hide its own restoring. So both are refused inside, except in the demo.
"""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

from jst.errors import OutputRefused
from ledger.model import MEMORY_FILE, LedgerPaths
from vocabulary.finding import Finding, error


def open_to_others(path: Path) -> bool:
    """Say whether anybody but its owner may read, change or enter it."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The three folders of one office."""

    home: Path
    keys: Path
    memory: Path

    @property
    def ledger(self) -> LedgerPaths:
        """Where the log and the node's memory of it are."""
        return LedgerPaths(home=self.home, memory=self.memory / MEMORY_FILE)

    @property
    def log_key(self) -> Path:
        """The private key that signs the log's checkpoints."""
        return self.keys / "log.key"

    @property
    def log_vkey(self) -> Path:
        """The public half of it, by which anybody verifies a checkpoint."""
        return self.keys / "log.vkey"

    @property
    def period_keys(self) -> Path:
        """The folder of keys that seal identifiers and kept answers."""
        return self.keys / "periods"

    @property
    def answers(self) -> Path:
        """The folder of kept answers, encrypted."""
        return self.home / "answers"

    @property
    def people(self) -> Path:
        """Who may do what."""
        return self.home / "people.toml"

    @property
    def cases(self) -> Path:
        """The office's list of cases; may be absent."""
        return self.home / "cases.toml"

    @property
    def orders(self) -> Path:
        """What may run unattended; may be absent."""
        return self.home / "orders.toml"

    @property
    def credentials(self) -> Path:
        """With what the office logs in to KSeF; may be absent."""
        return self.home / "credentials.toml"

    @property
    def apply_lock(self) -> Path:
        """What a process holds while it applies a plan of permissions."""
        return self.home / "apply.lock"

    @property
    def ksef_sessions(self) -> Path:
        """The folder of open sessions in KSeF; tokens, so outside the home."""
        return self.keys / "ksef"

    @property
    def ksef_simulator(self) -> Path:
        """The simulated KSeF of this office; only the demo has one."""
        return self.home / "simulator-ksef"

    @property
    def state(self) -> Path:
        """Mutable data that is no evidence: what is cached, what was known when."""
        return self.home / "state.sqlite"

    @property
    def czech_simulator(self) -> Path:
        """The simulated Czech register of this office; only the demo has one."""
        return self.home / "simulator-crpdph"

    @property
    def letter_office(self) -> Path:
        """The office's data of the last access letter; a renewal is filled with it."""
        return self.home / "letter-office.toml"

    @property
    def renewals(self) -> Path:
        """The folder of drafts of renewals, each under its id."""
        return self.home / "renewals"

    @property
    def trusted_list(self) -> Path:
        """The Polish trusted list that seals are judged by; may be absent."""
        return self.home / "trusted-list.xml"

    @property
    def simulator(self) -> Path:
        """The simulated register of this office; only the demo has one."""
        return self.home / "simulator"


def default_home() -> Path:
    """Where an office lives when JST_HOME is not set."""
    return user_data_path("jst")


def places_of(
    home: Path | None, keys: Path | None, memory: Path | None, *, demo: bool
) -> Places:
    """Fill in what the environment left out; each home has folders of its own."""
    lives = (home or default_home()).expanduser().absolute()
    if demo:
        own = Places(home=lives, keys=lives / "keys", memory=lives / "memory")
    else:
        name = _name_of(lives)
        own = Places(
            home=lives,
            keys=user_config_path("jst") / "keys" / name,
            memory=user_state_path("jst") / "memory" / name,
        )
    return Places(
        home=lives,
        keys=keys.expanduser().absolute() if keys else own.keys,
        memory=memory.expanduser().absolute() if memory else own.memory,
    )


def check_places(places: Places, *, demo: bool) -> Iterator[Finding]:
    """Say what stands against keeping an office's secrets in these folders."""
    home = places.home.resolve()
    for name, folder in (("JST_KEYS", places.keys), ("JST_MEMORY", places.memory)):
        if folder.resolve().is_relative_to(home) and not demo:
            yield error(
                "settings.places.inside_home",
                name,
                "Katalog leży wewnątrz JST_HOME; kopia zapasowa objęłaby klucze lub"
                " pamięć węzła.",
            )
        if not folder.exists():
            continue
        if not folder.is_dir():
            yield error("settings.places.no_folder", name, "To nie jest katalog.")
        elif open_to_others(folder):
            yield error(
                "settings.places.readable_by_others",
                name,
                "Do katalogu mogą zajrzeć inni użytkownicy; ustaw prawa 0700.",
            )


def make_folders(places: Places) -> None:
    """Make the folders, closed to everybody else; existing ones are kept.

    Raises:
        OutputRefused: One of them cannot be made.
    """
    for folder in (places.home, places.keys, places.period_keys, places.memory):
        make_folder(folder)


def make_folder(folder: Path) -> None:
    """Make one folder that only we may enter; OutputRefused when it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refused:
        raise OutputRefused(
            f"{folder}: the folder cannot be made",
            polish=f"{folder}: nie można założyć katalogu",
        ) from refused


def refuse_unless_empty(folder: Path) -> None:
    """Raise OutputRefused for a folder that holds something, or is none."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError:
        taken = True
    if taken:
        raise OutputRefused(
            f"{folder}: an empty or new folder is expected",
            polish=f"{folder}: potrzebny jest pusty lub nowy katalog",
        )


def _name_of(home: Path) -> str:
    if home == default_home():
        return "default"
    return hashlib.sha256(str(home).encode()).hexdigest()[:16]
