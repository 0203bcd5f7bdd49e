"""[1] Who runs this command: the person of the account, or a part in a demonstration.

In a demonstration one account may play each of the made-up people: `JST_DEMO_PERSON`
names one by id. Outside it that variable is refused when the settings are read.
"""

from jst.errors import PersonUnknown
from jst.people import Person, current_account, load_people
from jst.settings import Settings


def acting(settings: Settings) -> Person:
    """Give the person who acts.

    Raises:
        PeopleInvalid: people.toml is missing or wrong.
        PersonUnknown: The account, or the part, is nobody there.
    """
    people = load_people(settings.places.people, demo=settings.file.demo)
    if settings.demo_person is None:
        return people.of_account(current_account())
    for person in people.persons:
        if person.id == settings.demo_person:
            return person.playing()
    known = ", ".join(person.id for person in people.persons)
    raise PersonUnknown(
        f"JST_DEMO_PERSON is one of: {known}",
        polish=f"JST_DEMO_PERSON to jedno z: {known}",
    )
