"""Tokens behind a PKCS#11 library: which there are, and what lies on them.

    library -> tokens -> 1 the one that is meant -> 2 a session, logged in -> objects

Promises
    - python-pkcs11 is loaded when a token is asked for, and not before.
    - Whatever a token or its library answers ends in TokenRefused; no PIN is in it.
    - A PIN is tried once. What the token tells of the tries left is told on.

The library is the token maker's and runs inside this process: it is trusted like the
program itself. Source: PKCS #11 V2.40 (OASIS), clauses 3.2 (flags) and 5.5 (sessions).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from certs.errors import CertificateUnreadable
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.token_errors import TokenFault, TokenRefused, TriesLeft

if TYPE_CHECKING:
    from pkcs11 import Session, Token

Pin: TypeAlias = Callable[[], str]
# PKCS#11 errors by the name that python-pkcs11 gives them; all others are FAILED.
_FAULTS: Final = {
    "PinIncorrect": TokenFault.PIN,
    "PinInvalid": TokenFault.PIN,
    "PinLenRange": TokenFault.PIN,
    "PinLocked": TokenFault.PIN_LOCKED,
    "PinExpired": TokenFault.PIN_EXPIRED,
    "UserPinNotInitialized": TokenFault.PIN_NOT_SET,
    "NoSuchToken": TokenFault.NO_TOKEN,
    "MultipleTokensReturned": TokenFault.SEVERAL_TOKENS,
    "MechanismInvalid": TokenFault.MECHANISM,
    "MechanismParamInvalid": TokenFault.MECHANISM,
    "FunctionNotSupported": TokenFault.MECHANISM,
    "DeviceRemoved": TokenFault.REMOVED,
    "TokenNotPresent": TokenFault.REMOVED,
    "TokenNotRecognised": TokenFault.REMOVED,
    "SessionHandleInvalid": TokenFault.REMOVED,
    "SessionClosed": TokenFault.REMOVED,
    "KeyHandleInvalid": TokenFault.REMOVED,
    "ObjectHandleInvalid": TokenFault.REMOVED,
    "UserNotLoggedIn": TokenFault.REMOVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPlace:
    """Where a token is.

    Attributes:
        module: The PKCS#11 library of the token's maker.
        label: The token's label; None where there is one token only.
        serial: The token's serial number, where labels are equal.
    """

    module: Path
    label: str | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundToken:
    """One token, as it describes itself.

    Attributes:
        label: As its owner named it.
        serial: As its maker numbered it.
        manufacturer: Who made it.
        model: Which kind it is.
        tries: What it tells of the tries of its PIN.
    """

    label: str
    serial: str
    manufacturer: str
    model: str
    tries: TriesLeft


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundObject:
    """A key or a certificate on a token.

    Attributes:
        kind: `private_key`, `public_key` or `certificate`.
        label: As its owner named it, or empty.
        id: Hex; what belongs together has the same.
        certificate: For a certificate that we can read.
    """

    kind: str
    label: str
    id: str
    certificate: SealCertificate | None = None


def list_tokens(module: Path) -> list[FoundToken]:
    """List the tokens that are there now; a slot without one is passed over.

    Raises:
        TokenRefused: The library cannot be loaded, or failed.
    """
    with translated():
        return [
            FoundToken(
                label=each.label,
                serial=_serial(each),
                manufacturer=each.manufacturer_id,
                model=each.model,
                tries=_tries(each),
            )
            for each in _initialized(module)
        ]


def list_objects(place: TokenPlace, pin: Pin | None = None) -> list[FoundObject]:
    """List keys and certificates; without a PIN only what a token shows to all.

    Raises:
        TokenRefused: No such token, or a wrong PIN.
    """
    from pkcs11 import ObjectClass  # noqa: PLC0415 - loads the extra

    classes = (
        ObjectClass.PRIVATE_KEY,
        ObjectClass.PUBLIC_KEY,
        ObjectClass.CERTIFICATE,
    )
    with translated(), log_in(find_token(place), pin) as session:
        return [
            FoundObject(
                kind=kind.name.lower(),
                label=str(value_of(found, "LABEL") or ""),
                id=bytes(value_of(found, "ID") or b"").hex(),
                certificate=_readable(found)
                if kind is ObjectClass.CERTIFICATE
                else None,
            )
            for kind in classes
            for found in objects(session, kind)
        ]


def find_token(place: TokenPlace) -> "Token":
    """Give the one token that a place means.

    Raises:
        TokenRefused: None, or several.
    """
    with translated():
        found = [
            each
            for each in _initialized(place.module)
            if place.label in {None, each.label}
            and place.serial in {None, _serial(each)}
        ]
    if len(found) != 1:
        fault = TokenFault.SEVERAL_TOKENS if found else TokenFault.NO_TOKEN
        raise TokenRefused(fault)
    return found[0]


def log_in(token: "Token", pin: Pin | None) -> "Session":
    """Open a session, and log in where there is a PIN to do it with.

    Raises:
        TokenRefused: The PIN is wrong (with the tries left, where the token tells),
            locked, or not set.
    """
    from pkcs11 import exceptions  # noqa: PLC0415 - loads the extra

    with translated():
        if pin is None:
            return token.open()
        try:
            return token.open(user_pin=pin())
        except exceptions.UserAlreadyLoggedIn:
            # Another key of this process is open: a token knows one login a process.
            return token.open()
        except (exceptions.PinIncorrect, exceptions.PinLenRange) as wrong:
            tries = _tries(token.slot.get_token())
            name = type(wrong).__name__
            if tries is TriesLeft.ALL:
                tries = TriesLeft.NOT_TOLD
            raise TokenRefused(_FAULTS[name], tries=tries, token_code=name) from None


def objects(session: "Session", kind: Any, **wanted: object) -> list[Any]:  # noqa: ANN401 - an ObjectClass of the extra
    """Find objects of a kind by `LABEL` and `ID`, where these are given."""
    from pkcs11 import Attribute  # noqa: PLC0415 - loads the extra

    template = {Attribute.CLASS: kind}
    template |= {Attribute[name]: value for name, value in wanted.items() if value}
    return list(session.get_objects(template))


def value_of(found: Any, name: str) -> Any:  # noqa: ANN401 - an attribute of any type
    """Give an attribute of an object; None where the token does not tell it."""
    from pkcs11 import Attribute, exceptions  # noqa: PLC0415 - loads the extra

    try:
        return found[Attribute[name]]
    except (exceptions.AttributeTypeInvalid, exceptions.AttributeSensitive):
        return None


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever a token or its library says into TokenRefused."""
    try:
        from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415 - loads the extra
    except ImportError as absent:
        raise TokenRefused(TokenFault.LIBRARY) from absent
    try:
        yield
    except PKCS11Error as odd:
        name = type(odd).__name__
        fault = _FAULTS.get(name, TokenFault.FAILED)
        raise TokenRefused(fault, token_code=name) from None


def _initialized(module: Path) -> "list[Token]":
    import pkcs11  # noqa: PLC0415 - loads the extra

    if module.is_fifo():  # the loader would wait for somebody to write to it
        raise TokenRefused(TokenFault.MODULE)
    try:
        library = pkcs11.lib(str(module))
    except pkcs11.PKCS11Error as unloadable:
        name = type(unloadable).__name__
        raise TokenRefused(TokenFault.MODULE, token_code=name) from None
    return [
        each
        for each in library.get_tokens()
        if each.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED
    ]


def _serial(token: "Token") -> str:
    return token.serial.decode("ascii", "replace")


def _tries(token: "Token") -> TriesLeft:
    from pkcs11 import TokenFlag  # noqa: PLC0415 - loads the extra

    if token.flags & TokenFlag.USER_PIN_LOCKED:
        return TriesLeft.NONE
    if token.flags & TokenFlag.USER_PIN_FINAL_TRY:
        return TriesLeft.LAST
    if token.flags & TokenFlag.USER_PIN_COUNT_LOW:
        return TriesLeft.FEWER
    return TriesLeft.ALL


def _readable(found: Any) -> SealCertificate | None:  # noqa: ANN401 - as above
    try:
        return load_leaf(bytes(value_of(found, "VALUE") or b""))
    except CertificateUnreadable:
        return None
