"""[3] The office's seal as the settings name it: in a file, or on a token.

Exactly one of `crpo.seal_file` and `[token]` is set. A PIN comes from `token.pin_file`,
or is typed at a terminal; where there is neither, nothing waits for one.
"""

import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jst.errors import SettingsInvalid
from jst.settings import Settings
from ledger.files import open_regular
from vocabulary.finding import Finding, Severity

if TYPE_CHECKING:
    from certs.keys import SigningKey
    from certs.keys_pkcs11 import TokenKey
    from certs.tokens import TokenPlace


def open_seal(settings: Settings) -> "SigningKey":
    """Take the office's seal into use.

    Raises:
        SettingsInvalid: Neither a file nor a token is named, or both are.
        CertsError: The key, its certificate or the token is refused.
    """
    section, token = settings.crpo, settings.file.token
    if token is None and section.seal_file is not None:
        from certs.keys_file import load_key  # noqa: PLC0415 - only who signs pays

        return load_key(
            section.seal_file,
            password_file=section.seal_passphrase_file,
            certificate_file=section.seal_certificate,
        )
    if token is not None and section.seal_file is None:
        return seal_on_token(
            token.place,
            key_label=token.key_label,
            key_id=token.key_id,
            pin_file=token.pin_file,
            certificate=section.seal_certificate,
        )
    raise SettingsInvalid("crpo.seal_file or [token]", [_ONE_SEAL])


def seal_on_token(
    place: "TokenPlace",
    *,
    key_label: str | None,
    pin_file: Path | None,
    certificate: Path | None,
    key_id: str | None = None,
) -> "TokenKey":
    """Open a key on a token.

    Args:
        place: Which library, which token.
        key_label: Label of the key; None where there is one only.
        pin_file: Holds the PIN; None to have it typed.
        certificate: PEM or DER beside the token; None for the token's own.
        key_id: Id of the key, hex.

    Raises:
        CertsError: The token, the key or the certificate is refused.
    """
    from certs.keys_pkcs11 import open_key  # noqa: PLC0415 - only who has a token

    return open_key(
        place,
        label=key_label,
        key_id=bytes.fromhex(key_id) if key_id else None,
        pin=pin_from(pin_file),
        certificate=None if certificate is None else _read_public(certificate),
    )


def close_seal(key: "SigningKey") -> None:
    """End the session of a key on a token; a key from a file needs nothing."""
    close = getattr(key, "close", None)
    if close is not None:
        close()


def pin_from(file: Path | None) -> Callable[[], str]:
    """Say how the PIN is got: read from a file, or typed without being shown."""
    return _typed if file is None else lambda: _read(file)


def _read_public(path: Path) -> bytes:
    from certs.errors import KeyFault, KeyRefused  # noqa: PLC0415 - as above
    from certs.keys_file import MAX_KEY_FILE_BYTES  # noqa: PLC0415 - as above

    try:
        with open_regular(path) as file:
            data = file.read(MAX_KEY_FILE_BYTES + 1)
    except OSError as odd:
        raise KeyRefused(KeyFault.FILE) from odd
    if len(data) > MAX_KEY_FILE_BYTES:
        raise KeyRefused(KeyFault.TOO_BIG)
    return data


def _read(file: Path) -> str:
    from certs.keys_file import read_secret  # noqa: PLC0415 - as above
    from certs.token_errors import TokenFault, TokenRefused  # noqa: PLC0415 - as above

    try:
        return read_secret(file).decode()
    except UnicodeDecodeError:
        raise TokenRefused(TokenFault.PIN) from None


def _typed() -> str:
    from certs.token_errors import TokenFault, TokenRefused  # noqa: PLC0415 - as above

    if not sys.stdin.isatty():
        raise TokenRefused(TokenFault.PIN_MISSING)
    return getpass.getpass("PIN: ", sys.stderr)


_ONE_SEAL = Finding(
    "settings.crpo.one_seal",
    Severity.ERROR,
    "Wskaż pieczęć dokładnie raz: plik (crpo.seal_file) albo token ([token]).",
    "crpo.seal_file",
)
