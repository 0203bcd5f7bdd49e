"""What `verify` found, in the reader's language; the ledger itself has the Polish."""

from typing import Final

from jst.cli.language import ENGLISH, say
from ledger.words import in_polish

OWN_KEY: Final = (
    "the public key came from this host (JST_KEYS/log.vkey), not from elsewhere"
)
NO_MEMORY: Final = "the node's memory: there is no file in JST_MEMORY"
GUESSED: Final = (
    "key and memory were looked for by JST_KEYS and JST_MEMORY, or at their defaults"
)

_OURS: Final = {
    OWN_KEY: (
        "klucz publiczny wzięto z tego komputera (JST_KEYS/log.vkey), nie z zewnątrz"
    ),
    NO_MEMORY: "pamięć węzła: w JST_MEMORY nie ma pliku",
}
_SETTINGS: Final = (
    "ustawienia: jst.toml jest uszkodzony; klucza i pamięci szukano tam, gdzie"
    " wskazują JST_KEYS i JST_MEMORY, albo w miejscach domyślnych"
)


def in_words(sentence: str) -> str:
    """Say a sentence of `ledger.verify`, or of ours, in the reader's language."""
    if say("pl", ENGLISH) == ENGLISH:
        return sentence
    if sentence.endswith(GUESSED):
        return _SETTINGS
    return _OURS.get(sentence) or in_polish(sentence)
