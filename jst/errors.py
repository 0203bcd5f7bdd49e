"""Every error of jst. Nothing has left us when one of these is raised.

    JstError
    + SettingsInvalid    the settings are missing, wrong, or unsafe
    + PeopleInvalid      people.toml names people in a way we do not accept
    + CaseFileInvalid    what was given of a case file is not of its shape
    + ZawfaFileInvalid   a file with a ZAW-FA is not of its shape
    + CasesInvalid       cases.toml cannot be read as a case book
    + CredentialsInvalid credentials.toml is missing, wrong or exposed
    + OrdersInvalid      orders.toml has no such standing order, or one we do not accept
    + PermissionsInvalid permissions.toml, or its people file, is missing, wrong or open
    + errors_plan        what keeps a plan of permissions from being applied
    + PersonUnknown      the account is not a person of people.toml
    + SudoRefused        sudo does not tell of a person, or the command knows none
    + RoleMissing        the person may not do this in any of the roles held
    + InputInvalid       what came on stdin, or in a file, is no input of the command
    + ReasonInvalid      a reason is none, or holds what may not stand in the log
    + InputMissing       there was nothing to read: no such file, or a closed stdin
    + OutputRefused      a file or folder that we were to make cannot be made
    + OutputLost         standard output takes nothing; the result was not shown
    + errors_credentials what KSeF has made, and the office does not hold whole
    + errors_ledger      what keeps a new log from being made
    + LogKeyUnusable     the log's key is not in JST_KEYS, or is no key
    + TrustedListOlder   a trusted list is older than the kept one, which stays
    + Interrupted        somebody pressed Ctrl-C
    + SoftHsmMissing     there is no SoftHSM2 for the demonstration's token
    + ServerMissing      the extra `server` is not installed; no simulator started
    + DemoFailed         the demonstration did not show what it promises

Messages name fields, files and rules; never an identifier of a person asked about.
"""

from collections.abc import Sequence
from typing import ClassVar

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding


class JstError(ToolkitError):
    """Base class; only its subclasses are raised.

    Attributes:
        polish: What exactly is wrong, in Polish, for the person at the desk.
    """

    code: ClassVar[str] = "jst.error"

    def __init__(self, message: str, *, polish: str = "") -> None:
        super().__init__(message)
        self.polish = polish


class _WithFindings(JstError):
    """An error that lists what was found."""

    def __init__(
        self, message: str, findings: Sequence[Finding] = (), *, polish: str = ""
    ) -> None:
        super().__init__(message, polish=polish)
        self.findings = tuple(findings)


class SettingsInvalid(_WithFindings):
    """The settings are missing, wrong, or unsafe; nothing was opened."""

    code = "jst.settings_invalid"
    hint = (
        "Popraw ustawienia; ich opis: docs/settings.md, a wzór: jst settings example."
    )


class PeopleInvalid(_WithFindings):
    """The list of people is missing, wrong, or joins roles that exclude each other."""

    code = "jst.people_invalid"
    hint = (
        "Popraw plik people.toml (wzór: docs/people.md); sprawdza go polecenie:"
        " jst people check."
    )


class CasesInvalid(_WithFindings):
    """The list of cases is wrong; a list that cannot be read admits no case."""

    code = "jst.cases_invalid"
    hint = "Popraw plik cases.toml albo usuń go, jeśli urząd nie prowadzi spisu spraw."


class CredentialsInvalid(_WithFindings):
    """The file of credentials is missing, wrong or exposed; nobody logged in."""

    code = "jst.credentials_invalid"
    hint = "Popraw plik credentials.toml; jego wzór pokazuje docs/ksef-access.md."


class CredentialsExposed(CredentialsInvalid):
    """Others may read credentials.toml; nobody logged in."""

    code = "jst.credentials_exposed"
    hint = "Ustaw prawa pliku credentials.toml na 0600: chmod 600."


class CredentialOfAnother(CredentialsInvalid):
    """The credential is another person's own; nobody logged in with it."""

    code = "jst.credential_of_another"
    hint = (
        "Tym poświadczeniem loguje się tylko jego właściciel (person w"
        " credentials.toml). Dla kontekstu jednostki podaj poświadczenie urzędu."
    )


class CaseFileInvalid(_WithFindings):
    """The file with special powers and resignations is wrong; nothing was read."""

    code = "jst.case_file_invalid"
    hint = "Popraw wskazane pola; wzór pliku jest w docs/clerk.md."


class OrdersInvalid(_WithFindings):
    """There is no such standing order, or it is not one that we accept; nothing ran."""

    code = "jst.orders_invalid"
    hint = "Popraw orders.toml; opisują go docs/crpdph.md i docs/ksef-plan.md."


class ZawfaFileInvalid(_WithFindings):
    """The file with a ZAW-FA cannot be read; nothing was checked or made."""

    code = "jst.zawfa_file_invalid"
    hint = "Popraw wskazane klucze; wzór pliku wypisuje jst zawfa new."


class PermissionsInvalid(_WithFindings):
    """The file of permissions, or its people file, is missing, wrong or readable."""

    code = "jst.permissions_invalid"
    hint = (
        "Popraw permissions.toml albo ksef-people.toml; opisuje je docs/ksef-plan.md."
    )


class LeavingRefused(JstError):
    """A list of what somebody has may not be applied or approved; nothing was done."""

    code = "jst.leaving_refused"
    hint = (
        "Listę sporządza jst ksef offboard OSOBA; wykonuje albo zatwierdza ją inna"
        " osoba w roli approver."
    )


class PersonUnknown(JstError):
    """The account that runs the command is no person of people.toml."""

    code = "jst.person_unknown"
    hint = (
        "Operator dopisuje osobę do people.toml: jedno konto to jedna osoba;"
        " samo konto systemowe nie wystarcza."
    )


class SudoRefused(JstError):
    """What sudo tells of the person is not enough; nobody acted."""

    code = "jst.sudo_refused"
    hint = (
        "Uruchom program z własnego konta: sudo -u KONTO_USŁUGI jst ...; jak to"
        " ustawić, mówi docs/people.md."
    )


class RoleMissing(JstError):
    """The person holds no role that may do this."""

    code = "jst.role_missing"
    hint = "Role osób są w people.toml; co która może, opisuje docs/people.md."


class InputInvalid(JstError):
    """What was given to read is no input of this command."""

    code = "jst.input_invalid"
    hint = "Sprawdź, co podano na wejściu lub w pliku; pomoc: --help."


class ReasonInvalid(_WithFindings):
    """A reason for the log is none, or may not stand there; nothing was done."""

    code = "jst.reason_invalid"
    hint = "Podaj powód: co najmniej 10 liter, bez NIP i numeru PESEL."


class RepeatRefused(JstError):
    """A question that is not to be repeated, or not so; nothing was asked."""

    code = "jst.repeat_refused"
    hint = (
        "Wynik zapytania pokazuje jst ledger show; nowe zapytanie zadasz bez --retry."
    )


class InputMissing(InputInvalid):
    """There was nothing to read, so nothing can be said of it."""

    code = "jst.input_missing"
    hint = "Sprawdź nazwę pliku i prawa do niego; niczego nie rozstrzygnięto."


class OutputRefused(JstError):
    """A file or folder cannot be made; what is there was not touched."""

    code = "jst.output_refused"
    hint = (
        "Podaj nazwę nowego pliku w katalogu, do którego wolno pisać; istniejących"
        " plików program nie nadpisuje."
    )


class PortTaken(JstError):
    """Another program serves at the port that the simulator was to take."""

    code = "jst.port_taken"
    hint = "Zatrzymaj tamten program albo podaj inny port: --port NUMER (0: dowolny)."


class OutputLost(JstError):
    """Standard output is closed or full; the result was not shown."""

    code = "jst.output_lost"
    hint = (
        "Zwolnij miejsce albo skieruj wynik gdzie indziej; co zrobiono, pokazuje"
        " jst ledger show."
    )


class LogKeyUnusable(JstError):
    """The log's key is not in JST_KEYS, or is no key; the log itself was not judged."""

    code = "jst.log_key_unusable"
    hint = (
        "Sprawdź, czy JST_KEYS wskazuje właściwy, podłączony katalog, albo odtwórz go"
        " z kopii kluczy. Nie zakładaj z tego powodu nowego dziennika."
    )


class TrustedListOlder(JstError):
    """A trusted list is older than the one that is kept, which stays."""

    code = "jst.trusted_list_older"
    hint = "Pobierz najnowszą listę od jej operatora (nccert.pl)."

    def __init__(self, number: int, kept: int) -> None:
        super().__init__(
            f"list {number} is older than list {kept}, which is kept",
            polish=f"lista nr {number} jest starsza od zapamiętanej listy nr {kept}",
        )


class Interrupted(JstError):
    """Somebody pressed Ctrl-C; how the question that was sent ended is in the log."""

    code = "jst.interrupted"
    hint = "Co zdążono zrobić, pokazuje jst ledger show."

    def __init__(
        self, intent_id: str | None = None, ended: str = "", *, polish: str = ""
    ) -> None:
        """Keep the question that was interrupted, and how it ended, if one was sent."""
        super().__init__(f"interrupted{ended and f'; {ended}'}")
        self.intent_id = intent_id
        self.polish = polish


class SoftHsmMissing(JstError):
    """There is no SoftHSM2 here, so no token could be shown; nothing was made."""

    code = "jst.softhsm_missing"
    hint = "Zainstaluj SoftHSM2 (w Debianie: apt-get install softhsm2) i powtórz."


class ServerMissing(JstError):
    """The libraries that serve a simulator are not installed; nothing was started."""

    code = "jst.server_missing"
    hint = "Zainstaluj dodatek programu: pip install 'crpo-ksef[server]'."


class DemoFailed(JstError):
    """The demonstration did not show what it promises."""

    code = "jst.demo_failed"
    hint = "Uruchom `jst demo --keep KATALOG` i obejrzyj, co zostało w katalogu."
