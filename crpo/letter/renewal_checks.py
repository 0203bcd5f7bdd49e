"""[1] Does a letter that goes on with a renewal hand over new certificates? Pure."""

from crpo.errors import LetterInvalid
from crpo.letter.findings import error
from crpo.letter.model import Letter
from crpo.letter.status import Standing


def require_new_seals(letter: Letter, case: Standing) -> None:
    """Pass when a letter hands over none of the certificates that it is to renew.

    Raises:
        LetterInvalid: It does; each is named by its field.
    """
    old = {each.serial for each in case.renewed}
    found = [
        error(
            "crpo.letter.seal_not_renewed",
            "To certyfikat, który się kończy; podaj plik nowego.",
            f"seal.{number}.file",
        )
        for number, seal in enumerate(letter.seals, start=1)
        if seal.certificate.serial_text in old
    ]
    if found:
        raise LetterInvalid(found)
