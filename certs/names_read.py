"""Read a `windows` line back into the very name: what the letter says is what it is.

Values that are no text stand as `#` and hex, which no text can: a text with `#` is
quoted. Raises ValueError for a line that `certs.names.windows` would not write.
"""

import re
from typing import Final

from certs.names import WINDOWS_TYPES, Attribute, Name, windows

_TYPES: Final = {name: oid for oid, name in WINDOWS_TYPES.items()}
_PART: Final = re.compile(
    r'(?P<type>[A-Za-z0-9.]+)=(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^,+="<>;]*?))'
    r"(?P<next>, | \+ |\Z)",
    re.DOTALL,
)


def read_windows(line: str) -> Name:
    """Read a line of `certs.names.windows`.

    Raises:
        ValueError: It is none.
    """
    rdns: list[list[Attribute]] = [[]]
    at = 0
    while at < len(line):
        part = _PART.match(line, at)
        if part is None:
            raise ValueError("not a name as Windows writes it")
        rdns[-1].append(_attribute(part))
        if part["next"] == ", ":
            rdns.append([])
        at = part.end()
    name = Name(tuple(tuple(rdn) for rdn in reversed(rdns) if rdn))
    if windows(name) != line:
        raise ValueError("not a name as Windows writes it")
    return name


def _attribute(part: re.Match[str]) -> Attribute:
    kind = part["type"]
    oid = kind[4:] if kind.startswith("OID.") else _TYPES.get(kind)
    if oid is None:
        raise ValueError("a type that Windows does not name")
    if part["quoted"] is not None:
        return Attribute(oid, part["quoted"].replace('""', '"'))
    if part["plain"].startswith("#"):
        return Attribute(oid, bytes.fromhex(part["plain"][1:]))
    return Attribute(oid, part["plain"])
