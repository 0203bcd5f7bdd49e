"""The purpose on the command line: a word of the list of the system that is asked."""

from accountability.model import Purpose, System
from accountability.system_rules import SYSTEMS
from jst.cli.words import WrongWord


def purpose_of(system: System, text: str) -> Purpose:
    """Read a purpose; a wrong one is answered with those of the system that is asked.

    A purpose of another system is read, so that its denial is an entry of the log.

    Raises:
        WrongWord: It is no purpose: wrong usage, exit status 64.
    """
    if text in set(Purpose):
        return Purpose(text)
    known = SYSTEMS[system].purposes
    raise WrongWord("--purpose", (each for each in Purpose if each in known))
