"""[1] Who runs this command: the person of the account, or a part in a demonstration.

In a demonstration one account may play each of the made-up people: `JST_DEMO_PERSON`
names one by id. Outside it that variable is refused when the settings are read.
With `accounts_from = "sudo"` the account is the one that started it through sudo.
"""

from jst.errors import PersonUnknown, SudoRefused
from jst.people import Person, current_account, load_people
from jst.settings import Settings, load_settings
from jst.sudo_account import AUTH, NOT_FOR_SUDO, account_of_sudo, through_sudo


def acting(settings: Settings) -> Person:
    """Give the person who acts.

    Raises:
        PeopleInvalid: people.toml is missing or wrong.
        PersonUnknown: The account, or the part, is nobody there.
        SudoRefused: The person is known by sudo, and it does not tell of one.
    """
    people = load_people(settings.places.people, demo=settings.file.demo)
    if settings.demo_person is None:
        if _by_sudo(settings):
            account = account_of_sudo(settings.places.home)
            return people.of_account(account).known_by(AUTH)
        return people.of_account(current_account())
    for person in people.persons:
        if person.id == settings.demo_person:
            return person.known_by("demo")
    known = ", ".join(person.id for person in people.persons)
    raise PersonUnknown(
        f"JST_DEMO_PERSON is one of: {known}",
        polish=f"JST_DEMO_PERSON to jedno z: {known}",
    )


def account_for_order(settings: Settings) -> str:
    """Name the account that starts a standing order.

    The service account runs orders on its own (cron); a person who comes to it through
    sudo stays a person, and does not run what only that account may.

    Raises:
        SudoRefused: It was started through sudo, which does not tell of a person.
    """
    if _by_sudo(settings) and through_sudo():
        return account_of_sudo(settings.places.home)
    return current_account()


def admit(command: str | None) -> None:
    """Refuse, through sudo, the commands that know no person.

    They open keys, libraries and folders that one names, as the service account.

    Raises:
        SudoRefused: It is one of them, and persons are known by sudo here.
        SettingsInvalid: Whether they are cannot be read.
    """
    if command in NOT_FOR_SUDO and through_sudo() and _by_sudo(load_settings()):
        raise SudoRefused(
            "this command knows no person and is not run through sudo",
            polish="to polecenie nie zna osoby i nie działa przez sudo",
        )


def _by_sudo(settings: Settings) -> bool:
    return settings.file.people.accounts_from == AUTH
