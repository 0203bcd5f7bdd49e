"""[0] The settings seen from outside: what they say, and do their files fit?

Only `jst settings check` asks; nothing is opened for use here.
"""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from accountability.transport import Transport
from certs.errors import CertsError
from certs.load import load
from jst.cases import load_cases
from jst.errors import JstError
from jst.keys_check import check_keys
from jst.ksef_credentials import load_credentials
from jst.limits_place import WHY_NOT, Scope, limits_place
from jst.office import contract_of
from jst.people import load_people
from jst.seal import close_seal, open_seal
from jst.settings import Settings
from jst.settings_crpdph import CrpdphSection
from jst.settings_ksef_access import KsefAccessSection
from ledger.files import read_regular
from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding, Severity, error

EXAMPLE: Final = """\
# JST_HOME/jst.toml: ustawienia urzędu; opis każdego: docs/settings.md

[office]
name = "Wójt Gminy Przykładowa"     # organ podatkowy
kind = "wójt"                       # wójt, burmistrz, prezydent miasta, starosta, ...
nip = "..."                         # NIP urzędu
node = "main"                       # nazwa tej instalacji w dzienniku

# [people]
# accounts_from = "sudo"            # jedno konto usługi dla wszystkich: docs/people.md

[crpo]
url = "https://..."                 # adres podany przez Szefa KAS
contract = "xades_xml"              # kontrakt wzorcowy (nasz, nie Ministerstwa)
register_seal = "register-seal.pem" # certyfikat pieczęci rejestru
seal_file = "/etc/jst/seal.p12"     # pieczęć urzędu, prawa 0600
seal_passphrase_file = "/etc/jst/seal.pass"

[crpdph]                            # czeski rejestr podatników VAT; można pominąć
machines = 1                        # ile komputerów dzieli adres, a więc i limity
# [fetch]                           # listy CRL, odpowiedzi OCSP, listy zaufania
# proxy = "http://..."              # pośrednik urzędu, bez hasła

# [ksef_access]                     # KSeF: docs/ksef-access.md, „Od zera”
# url = "https://.../v2"            # adres jednego środowiska: TEST, DEMO albo PRD
# machines = 1                      # ile komputerów dzieli adres, a więc i limity
# Czym urząd się loguje, mówi credentials.toml (prawa 0600).

# Albo pieczęć na tokenie, zamiast seal_file (docs/signing.md):
# [token]
# module = "/usr/lib/.../pkcs11.so"   # biblioteka PKCS#11 producenta
# key_label = "..."                   # nazwa klucza: jst key list
# pin_file = "/etc/jst/seal.pin"      # bez tej linii program pyta o PIN
"""


def in_force(settings: Settings) -> dict[str, str | None]:
    """List every setting with its value; secrets are paths, so nothing is hidden."""
    places = settings.places
    values: dict[str, str | None] = {
        "JST_HOME": str(places.home),
        "JST_KEYS": str(places.keys),
        "JST_MEMORY": str(places.memory),
        "demo": "true" if settings.file.demo else "false",
    }
    for name in (
        "office",
        "people",
        "crpo",
        "token",
        "crpdph",
        "fetch",
        "trust",
        "letter",
        "ksef",
        "ksef_access",
    ):
        section = getattr(settings.file, name)
        for field in type(section).model_fields if section else ():
            value = getattr(section, field)
            values[f"{name}.{field}"] = None if value is None else _text(value)
    return values


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Say what is missing, and which of the named files do not fit."""
    yield from settings.warnings
    places = settings.places
    if settings.file.office is None:
        yield error("settings.missing", "office", "Brak części [office] w jst.toml.")
    if places.ledger.store.exists():
        yield from check_keys(places)
    else:
        yield error(
            "settings.ledger.missing",
            "JST_HOME",
            "Nie ma dziennika; zakłada go polecenie: jst ledger init.",
        )
    for path in (places.home / "jst.toml", places.people, places.cases):
        if path.exists() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            yield Finding(
                "settings.file.writable_by_others",
                Severity.WARNING,
                "Plik mogą zmieniać inni użytkownicy; kto go zmieni, może działać"
                " jako ktoś inny.",
                path.name,
            )
    yield from _tried(
        "people.toml", lambda: load_people(places.people, demo=settings.file.demo)
    )
    yield from _tried("cases.toml", lambda: load_cases(places.cases))
    yield from _bundle("fetch.ca_bundle", settings.file.fetch.ca_bundle)
    if settings.file.crpdph is not None:
        yield from _bundle("crpdph.ca_bundle", settings.file.crpdph.ca_bundle)
        yield from _limits("crpdph", "czeskiego rejestru", settings.file.crpdph)
    if settings.file.ksef_access is not None:
        yield from _ksef(settings, settings.file.ksef_access)
    if settings.file.crpo is None:
        yield Finding(
            "settings.crpo.missing",
            Severity.WARNING,
            "Brak części [crpo] w jst.toml: CRPO nie można pytać.",
            "crpo",
        )
        return
    yield from _crpo(settings)
    if not settings.file.demo:
        yield from _inside_home(settings)


def _inside_home(settings: Settings) -> Iterator[Finding]:
    """Name what opens the seal and travels with every backup of the home."""
    home, token = settings.places.home.resolve(), settings.file.token
    seal, pin = settings.crpo.seal_file, token.pin_file if token else None
    if seal is not None and seal.resolve().is_relative_to(home):
        yield Finding(
            "settings.crpo.seal_inside_home",
            Severity.WARNING,
            "Klucz pieczęci leży w JST_HOME, więc trafia do jego kopii zapasowych.",
            "crpo.seal_file",
        )
    if pin is not None and pin.resolve().is_relative_to(home):
        yield Finding(
            "settings.token.pin_inside_home",
            Severity.WARNING,
            "PIN tokenu leży w JST_HOME, więc trafia do jego kopii zapasowych.",
            "token.pin_file",
        )


def _crpo(settings: Settings) -> Iterator[Finding]:
    section = settings.crpo
    yield from _tried("crpo.contract", lambda: contract_of(section))
    yield from _tried(
        "crpo.register_seal", lambda: load(read_regular(section.register_seal))
    )
    field = "crpo.seal_file" if settings.file.token is None else "token"
    yield from _tried(field, lambda: close_seal(open_seal(settings)))
    yield from _bundle("crpo.ca_bundle", section.ca_bundle)
    if section.contract == "xades_xml":
        yield Finding(
            "settings.crpo.reference_contract",
            Severity.INFO,
            "Kontrakt wzorcowy jest nasz, nie Ministerstwa Finansów.",
            "crpo.contract",
        )


def _ksef(settings: Settings, section: KsefAccessSection) -> Iterator[Finding]:
    """Read what KSeF is reached with; whether it lets us in, `jst ksef doctor` says."""
    yield from _bundle("ksef_access.ca_bundle", section.ca_bundle)
    yield from _tried("credentials.toml", lambda: load_credentials(settings))
    yield from _limits("ksef_access", "KSeF", section)


def _limits(
    name: str, whose: str, section: CrpdphSection | KsefAccessSection
) -> Iterator[Finding]:
    """Say for whom the limits of a register are counted."""
    place = limits_place(section.limits_folder, section.limits_group, make=False)
    if place.scope is Scope.USER:
        yield Finding(
            "settings.limits.per_user",
            Severity.WARNING,
            f"Limity {whose} są liczone tylko dla tego użytkownika, a rejestr liczy je"
            f" dla całego komputera; {WHY_NOT[place.reason]}.",
            f"{name}.limits_folder",
        )
        return
    yield Finding(
        "settings.limits.shared",
        Severity.INFO,
        f"Limity {whose} liczą razem wszyscy, którzy używają katalogu {place.folder}.",
        f"{name}.limits_folder",
    )


def _bundle(field: str, path: Path | None) -> Iterator[Finding]:
    if path is not None:
        yield from _tried(field, Transport(ca_bundle=path).check_authorities)


def _tried(field: str, look: Callable[[], object]) -> Iterator[Finding]:
    """Do as the office will do, and tell what stopped it."""
    try:
        look()
    except (JstError, CertsError) as wrong:
        found = getattr(wrong, "findings", ())
        text = getattr(wrong, "polish", "") or wrong.hint.removesuffix(".")
        yield from found or [error(wrong.code, field, f"{text[:1].upper()}{text[1:]}.")]
    except ToolkitError as wrong:
        yield error(wrong.code, field, wrong.hint)
    except OSError:
        yield error("settings.file.unreadable", field, "Nie można otworzyć pliku.")


def _text(value: object) -> str:
    """Write a value; the office's own NIP is public and shown in clear."""
    reveal = getattr(value, "reveal", None)
    return str(reveal()) if reveal else str(value)
