"""A signing key on a token: it signs there, and never leaves.

    place, PIN -> 1 session -> 2 the key -> 3 its certificate -> 4 they fit -> TokenKey
                                         `-> no certificate yet -> TokenSigner

    with open_key(TokenPlace(module=...), label="seal", pin=read_pin) as key:
        sign(element, key=key, certificate=key.certificate)

Promises
    - One session signs until it is closed; calls from several threads take turns.
    - The PIN is fetched when it is needed and kept nowhere; most keys want it once,
      some (of qualified signatures) before each signature.
    - How it signs: certs.token_signer.

Why so: docs/adr/0022-python-pkcs11.md.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cryptography.hazmat.primitives.serialization import load_der_public_key

from certs.errors import KeyFault, KeyRefused
from certs.fence import Fence
from certs.keys import algorithm_of, check_key
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.token_errors import TokenFault, TokenRefused
from certs.token_signer import TokenSigner
from certs.tokens import (
    Pin,
    TokenPlace,
    find_token,
    log_in,
    objects,
    translated,
    value_of,
)

if TYPE_CHECKING:
    from pkcs11 import PrivateKey, Session, Token

Opened = TypeVar("Opened", bound=TokenSigner)


class TokenKey(TokenSigner):
    """A private key on a token, with its certificate; a `certs.keys.SigningKey`.

    Made by `open_key`. A context manager; closed, it signs no more.
    """

    __slots__ = ("_certificate", "proven")

    def __init__(
        self,
        session: "Session",
        private: "PrivateKey",
        pin: Pin | None,
        pair: tuple[PublicKey, SealCertificate],
    ) -> None:
        public_key, self._certificate = pair
        super().__init__(session, private, pin, public_key)
        self.proven = False

    @property
    def certificate(self) -> SealCertificate:
        """The certificate that was found with the key."""
        return self._certificate

    def __repr__(self) -> str:
        name = self._certificate.key
        return f"TokenKey({name}, serial={self._certificate.serial_text})"


def open_key(
    place: TokenPlace,
    *,
    label: str | None = None,
    key_id: bytes | None = None,
    pin: Pin | None,
    certificate: bytes | None = None,
) -> TokenKey:
    """Open the token and find the key and its certificate.

    Args:
        place: Which library, which token.
        label: The key's CKA_LABEL; None where there is one key only.
        key_id: The key's CKA_ID; instead of the label, or with it.
        pin: Gives the PIN when it is called; None for a token with a PIN pad.
        certificate: PEM or DER of the certificate; None to take the token's own, of
            the same CKA_ID as the key; of several, the one that ends last.

    Raises:
        TokenRefused: See its `reason`, and for a wrong PIN its `tries`.
        KeyRefused: The key is of a wrong kind (`kind`), too short (`too_weak`), or not
            the certificate's (`mismatch`).
        CertificateUnreadable: The certificate is none.
    """
    return _open(
        place,
        (label, key_id, pin),
        lambda session, private: TokenKey(
            session, private, pin, _pair(session, private, certificate)
        ),
    )


def open_new_key(
    place: TokenPlace,
    *,
    label: str | None = None,
    pin: Pin | None,
) -> TokenSigner:
    """Open a key that has no certificate yet, to ask for one (`certs.csr.make_csr`).

    Args:
        place: Which library, which token.
        label: As `open_key`.
        pin: As `open_key`.

    Raises:
        TokenRefused: See its `reason`: `no_public_key` where the token keeps the
            private half only, so that nobody could say what is to be certified.
        KeyRefused: The key is of a wrong kind (`kind`), or too short (`too_weak`).
    """
    return _open(
        place,
        (label, None, pin),
        lambda session, private: TokenSigner(
            session, private, pin, _told_public_key(session, private)
        ),
    )


def _open(
    place: TokenPlace,
    which: tuple[str | None, bytes | None, Pin | None],
    made: "Callable[[Session, PrivateKey], Opened]",
) -> Opened:
    """Open the token, find the key, and make of it what is wanted."""
    label, key_id, pin = which
    with translated():
        token = find_token(place)
        session = log_in(token, pin or _pin_pad(token))
        try:
            return made(session, _find(session, label, key_id))
        except BaseException:
            session.close()
            raise


def _told_public_key(session: "Session", private: "PrivateKey") -> PublicKey:
    """Read the public half, which must be on the token, and of a kind we take."""
    told = _public_key(session, private)
    if told is None:
        raise TokenRefused(TokenFault.NO_PUBLIC_KEY)
    algorithm_of(told)
    return told


def _pin_pad(token: "Token") -> Pin:
    """Let the person type the PIN at the reader, where it has keys.

    Raises:
        TokenRefused: It has none, so a PIN must be given.
    """
    from pkcs11 import PROTECTED_AUTH, TokenFlag  # noqa: PLC0415 - loads the extra

    if not token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
        raise TokenRefused(TokenFault.PIN_MISSING)
    return lambda: PROTECTED_AUTH  # type: ignore[return-value]  # python-pkcs11's word for it


def _find(session: "Session", label: str | None, key_id: bytes | None) -> "PrivateKey":
    from pkcs11 import ObjectClass  # noqa: PLC0415 - loads the extra

    found = objects(session, ObjectClass.PRIVATE_KEY, LABEL=label, ID=key_id)
    if len(found) != 1:
        fault = TokenFault.SEVERAL_KEYS if found else TokenFault.NO_KEY
        raise TokenRefused(fault)
    private: PrivateKey = found[0]
    return private


def _pair(
    session: "Session", private: "PrivateKey", certificate: bytes | None
) -> tuple[PublicKey, SealCertificate]:
    """Find the public key and the certificate, and compare them."""
    told = _public_key(session, private)
    if certificate is None:
        leaf = _certificate(session, private, told)
    else:
        leaf = load_leaf(certificate, public_key=told)
    public_key = told or leaf.public_key()
    check_key(public_key, leaf)
    return public_key, leaf


def _public_key(session: "Session", private: "PrivateKey") -> PublicKey | None:
    """Read the public half from the token; None where it does not keep one."""
    from pkcs11 import KeyType, ObjectClass  # noqa: PLC0415 - loads the extra
    from pkcs11.util.ec import encode_ec_public_key  # noqa: PLC0415 - as above
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415 - as above

    kind = value_of(private, "KEY_TYPE")
    if kind not in {KeyType.RSA, KeyType.EC}:
        raise KeyRefused(KeyFault.KIND)
    same = objects(session, ObjectClass.PUBLIC_KEY, ID=value_of(private, "ID"))
    if kind is KeyType.RSA:
        # A private key of RSA tells its modulus, and mostly its exponent.
        source: Any = next(iter(same), private)
        if not value_of(source, "PUBLIC_EXPONENT"):
            return None
        der = encode_rsa_public_key(source)
    elif same:
        der = encode_ec_public_key(same[0])
    else:
        return None
    with Fence(KeyRefused(KeyFault.KIND)):
        # RSA or EC, as the token says; which of them we take, `_pair` asks.
        return cast("PublicKey", load_der_public_key(der))


def _certificate(
    session: "Session", private: "PrivateKey", public_key: PublicKey | None
) -> SealCertificate:
    from pkcs11 import ObjectClass  # noqa: PLC0415 - loads the extra

    found = [
        load_leaf(bytes(value_of(each, "VALUE")))
        for each in objects(
            session, ObjectClass.CERTIFICATE, ID=value_of(private, "ID")
        )
    ]
    if not found:
        raise TokenRefused(TokenFault.NO_CERTIFICATE)
    fitting = [each for each in found if each.public_key() == public_key]
    return max(fitting or found, key=lambda each: each.not_after)
