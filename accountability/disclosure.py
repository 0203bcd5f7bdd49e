"""[5] The licence to read what was kept: an entry first, then the bytes.

Showing a kept answer, or unsealing an identifier, is a use of data like asking for it.
So what decrypts works only under a `Disclosure`, and only the trail makes one, after
its entry is durable. It is for one action, the one that the entry names.
"""

from accountability.errors import NotUnderDisclosure

OF_THE_TRAIL = object()
"""Handed over by `accountability.trail`, and by `unsealing` after a release."""


class Disclosure:
    """A durable entry that says who is about to see what was kept, and why."""

    __slots__ = ("entry_id", "ref")
    entry_id: str
    ref: str

    def __init__(self, *, entry_id: str, ref: str, maker: object) -> None:
        if maker is not OF_THE_TRAIL:
            raise NotUnderDisclosure("only the trail makes a disclosure")
        object.__setattr__(self, "entry_id", entry_id)
        object.__setattr__(self, "ref", ref)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a disclosure is of the one action its entry names")

    def __repr__(self) -> str:
        return f"Disclosure({self.entry_id} of {self.ref})"


class Unsealing(Disclosure):
    """The licence to read identifiers in clear: a second person has released them."""

    __slots__ = ()


def require(under: object, *, ref: str) -> None:
    """Pass when `under` is a disclosure of the action `ref`; raise otherwise."""
    if type(under) is not Disclosure or under.ref != ref:
        raise NotUnderDisclosure("reading what was kept needs its own entry first")


def require_unsealing(under: object, *, ref: str) -> None:
    """Pass when `under` lets the identifiers of `ref` be read; raise otherwise."""
    if type(under) is not Unsealing or under.ref != ref:
        raise NotUnderDisclosure("unsealing needs a second person's entry first")
