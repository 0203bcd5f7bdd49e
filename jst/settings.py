"""[0] Read the settings, and refuse what is wrong or unsafe.

Where things are comes from the environment (`JST_HOME`, `JST_KEYS`, `JST_MEMORY`,
`JST_LANG`), everything else from `JST_HOME/jst.toml`. What each setting is, its own
model says (jst.settings_model).
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from jst.errors import SettingsInvalid
from jst.places import Places, check_places, places_of
from jst.settings_crpdph import CrpdphSection
from jst.settings_ksef_access import KsefAccessSection
from jst.settings_model import CrpoSection, Environment, JstToml, OfficeSection
from jst.settings_token import TokenSection
from jst.toml_file import findings_of, read_toml
from vocabulary.finding import Finding, Severity

__all__ = [
    "CrpoSection",
    "Environment",
    "JstToml",
    "OfficeSection",
    "Settings",
    "load_settings",
    "places_of_log",
    "settings_of",
]


_NO_PLAY: Final = Finding(
    "settings.demo_person.refused",
    Severity.ERROR,
    "Działać jako ktoś inny można tylko w pokazie (demo = true).",
    "JST_DEMO_PERSON",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one office, checked."""

    places: Places
    file: JstToml
    warnings: tuple[Finding, ...] = ()
    demo_person: str | None = None

    @property
    def node(self) -> str:
        """Name of this installation in the log."""
        return self.file.office.node if self.file.office else "main"

    @property
    def office(self) -> OfficeSection:
        """The office; SettingsInvalid when jst.toml does not tell."""
        if self.file.office is None:
            raise _missing("office")
        return self.file.office

    @property
    def crpo(self) -> CrpoSection:
        """The register; SettingsInvalid when jst.toml does not tell."""
        if self.file.crpo is None:
            raise _missing("crpo")
        return self.file.crpo

    @property
    def crpdph(self) -> CrpdphSection:
        """The Czech register; SettingsInvalid when jst.toml does not tell."""
        if self.file.crpdph is None:
            raise _missing("crpdph")
        return self.file.crpdph

    @property
    def ksef_access(self) -> KsefAccessSection:
        """KSeF; SettingsInvalid when jst.toml does not tell."""
        if self.file.ksef_access is None:
            raise _missing("ksef_access")
        return self.file.ksef_access

    @property
    def token(self) -> TokenSection:
        """The token with the key; SettingsInvalid when jst.toml does not tell."""
        if self.file.token is None:
            raise _missing("token")
        return self.file.token


def load_settings() -> Settings:
    """Read the environment and jst.toml, and refuse what is wrong or unsafe.

    A missing jst.toml is an office that is not set up yet: the log can be made and
    verified, and nothing can be asked.

    Raises:
        SettingsInvalid: With all findings at once.
    """
    env = _environment()
    file = settings_of(_home(env))
    places = places_of(env.home, env.keys, env.memory, demo=file.demo)
    if unsafe := tuple(check_places(places, demo=file.demo)):
        raise SettingsInvalid("the folders are unsafe", unsafe)
    if env.demo_person is not None and not file.demo:
        raise SettingsInvalid("JST_DEMO_PERSON is for demonstrations", [_NO_PLAY])
    return Settings(
        places=places,
        file=file,
        warnings=tuple(_strays(os.environ)),
        demo_person=env.demo_person,
    )


def places_of_log() -> tuple[Places, SettingsInvalid | None]:
    """Say where the log is, also when jst.toml is broken, and what is wrong with it.

    Who only verifies needs nothing that stands in the file. Without it nobody knows a
    demo, whose key and memory lie inside the home: they are then looked for where the
    environment says, or where a real office has them.

    Raises:
        SettingsInvalid: The environment is wrong, or the folders are unsafe.
    """
    env = _environment()
    try:
        settings_of(_home(env))
    except SettingsInvalid as broken:
        return places_of(env.home, env.keys, env.memory, demo=False), broken
    return load_settings().places, None


def settings_of(home: Path) -> JstToml:
    """Read jst.toml of a home; without the file, everything has its default."""
    found = read_toml(home / "jst.toml", JstToml, refusal=SettingsInvalid)
    return JstToml() if found is None else found


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as wrong:
        raise SettingsInvalid("environment", findings_of(wrong, "JST_")) from None


def _home(env: Environment) -> Path:
    return places_of(env.home, env.keys, env.memory, demo=False).home


def _strays(environ: Mapping[str, str]) -> Sequence[Finding]:
    """Name variables that look like ours and are read by nobody."""
    known = {f"JST_{name.upper()}" for name in Environment.model_fields}
    return [
        Finding(
            "settings.environment.unknown",
            Severity.WARNING,
            "Nieznana zmienna środowiska; program jej nie czyta.",
            name,
        )
        for name in sorted(environ)
        if name.startswith("JST_") and name not in known
    ]


def _missing(section: str) -> SettingsInvalid:
    return SettingsInvalid(
        f"jst.toml has no [{section}]",
        [
            Finding(
                "settings.missing",
                Severity.ERROR,
                "Brak tej części ustawień w jst.toml.",
                section,
            )
        ],
    )
