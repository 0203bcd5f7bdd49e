"""[0] KSeF as this office reaches it: settings and credentials become a session.

Sessions are kept below JST_KEYS, one file for each credential, ours alone: who holds
one may do in KSeF what the credential may, until it ends.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from jst.errors import CredentialsInvalid
from jst.ksef_credentials import Credential
from jst.limits_place import limits_place
from jst.seal import close_seal, pin_from, seal_on_token
from jst.settings import Settings
from ksef.access.client import KsefClient
from ksef.access.limits import Limits
from vocabulary.clock import Clock, system_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from certs.keys import SigningKey
    from certs.token_signer import TokenSigner
    from ksef.access.secret import Secret
    from ksef.access.session import Session


def client_of(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    sleep: "Callable[[float], None] | None" = None,
    warned: "Callable[[str], None] | None" = None,
) -> KsefClient:
    """Put together transport and limits as the settings say.

    Raises:
        SettingsInvalid: jst.toml has no [ksef_access].
    """
    section = settings.ksef_access
    return KsefClient(
        section.url,
        transport=section.transport(max_answer_bytes=section.max_answer_bytes),
        limits=Limits(
            folder=limits_place(section.limits_folder, section.limits_group).folder,
            service=section.url,
            machines=section.machines,
            clock=clock,
        ),
        clock=clock,
        sleep=sleep,
        warned=warned,
        patience_s=section.patience_s,
    )


def session_file(settings: Settings, credential: Credential) -> Path:
    """Say where the session of a credential is kept."""
    return settings.places.ksef_sessions / f"{credential.name}.json"


def log_in_with(
    credential: Credential, client: KsefClient, settings: Settings
) -> "Session":
    """Log in anew with a credential, and keep the session in its file.

    Raises:
        CertsError: The key or its certificate is refused.
        KsefAccessError: As `ksef.access.session.log_in`.
    """
    from ksef.access.auth_request import SubjectType  # noqa: PLC0415 - logins only
    from ksef.access.session import LoginOptions, log_in  # noqa: PLC0415 - as above
    from ksef.access.token_login import log_in_with_token  # noqa: PLC0415 - as above

    path = session_file(settings, credential)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = LoginOptions(save_to=path)
    if credential.token_file is not None:
        return log_in_with_token(
            client,
            context=credential.context_id,
            token=token_of(credential.token_file),
            options=options,
        )
    key = key_of(credential, settings)
    try:
        return log_in(
            client,
            context=credential.context_id,
            key=key,
            certificate=key.certificate,
            subject=SubjectType.CERTIFICATE_FINGERPRINT
            if credential.by_fingerprint
            else SubjectType.CERTIFICATE_SUBJECT,
            options=options,
        )
    finally:
        close_seal(key)


def open_session(
    credential: Credential, client: KsefClient, settings: Settings
) -> "Session":
    """Take up the session of a credential where its file says it stands.

    Raises:
        SessionUnusable: There is none, or it has ended: log in.
        KsefAccessError: As `ksef.access.session.resume`.
    """
    from ksef.access.errors import SessionUnusable  # noqa: PLC0415 - as above
    from ksef.access.session import resume  # noqa: PLC0415 - as above

    path = session_file(settings, credential)
    if not path.exists():
        raise SessionUnusable("nobody has logged in with this credential")
    return resume(client, path)


def key_of(credential: Credential, settings: Settings) -> "SigningKey":
    """Take the key of a credential into use; `close_seal` ends it.

    Raises:
        CertsError: The key, its certificate or the token is refused.
        SettingsInvalid: It is said to be on a token, and [token] is missing.
    """
    if credential.key_file is not None:
        from certs.keys_file import load_key  # noqa: PLC0415 - as above

        return load_key(
            credential.key_file,
            password_file=credential.passphrase_file,
            certificate_file=credential.certificate_file,
        )
    token, label = settings.token, credential.key_label
    return seal_on_token(
        token.place,
        key_label=label or token.key_label,
        key_id=None if label else token.key_id,
        pin_file=token.pin_file,
        certificate=credential.certificate_file,
    )


def new_key_on_token(settings: Settings, label: str) -> "TokenSigner":
    """Open a key of the token that `[token]` names; it needs no certificate yet.

    Raises:
        CertsError: The token or the key is refused.
        SettingsInvalid: [token] is missing.
    """
    from certs.keys_pkcs11 import open_new_key  # noqa: PLC0415 - only who has a token

    token = settings.token
    return open_new_key(token.place, label=label, pin=pin_from(token.pin_file))


def token_of(path: Path) -> "Secret":
    """Read a KSeF token from its file.

    Raises:
        CredentialsInvalid: There is no such file, others may read it, or it is no text.
    """
    from certs.errors import KeyFault, KeyRefused  # noqa: PLC0415 - as above
    from certs.keys_file import read_secret  # noqa: PLC0415 - as above
    from ksef.access.secret import Secret  # noqa: PLC0415 - as above

    try:
        text = read_secret(path).decode("ascii").strip()
    except KeyRefused as refused:
        open_to_others = refused.reason is KeyFault.READABLE_BY_OTHERS
        raise CredentialsInvalid(
            f"the token's file: {refused.reason}",
            polish="plik z tokenem (token_file) mogą czytać inni; ustaw prawa 0600"
            if open_to_others
            else "pliku z tokenem (token_file) nie można odczytać",
        ) from None
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise CredentialsInvalid(
            "the token's file holds no token",
            polish="plik z tokenem (token_file) nie zawiera tokenu",
        )
    return Secret(text)
