"""A signing key on a token: it signs there, and never leaves.

    place, PIN -> 1 session -> 2 the key -> 3 its certificate -> 4 they fit -> TokenKey

    with open_key(TokenPlace(module=...), label="seal", pin=read_pin) as key:
        sign(element, key=key, certificate=key.certificate)

Promises
    - One session signs until it is closed; calls from several threads take turns.
    - The PIN is fetched when it is needed and kept nowhere; most keys want it once,
      some (of qualified signatures) before each signature.
    - We hash, and the token signs the digest by a mechanism that every token has:
      CKM_RSA_PKCS with DigestInfo, CKM_RSA_PKCS_PSS, raw CKM_ECDSA.

Why so: docs/adr/0022-python-pkcs11.md. Source: PKCS #11 V2.40 mechanisms (OASIS),
clauses 2.1.7, 2.1.10 and 2.3.5; RFC 8017, 9.2 (DigestInfo).
"""

import hashlib
import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, cast

from cryptography.hazmat.primitives.serialization import load_der_public_key

from certs.algorithms import SignatureAlgorithm, der_ecdsa
from certs.errors import KeyFault, KeyRefused
from certs.fence import Fence
from certs.keys import algorithm_of, check_pair
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.token_errors import TokenFault, TokenRefused
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

# RFC 8017, 9.2, note 1: the DER of DigestInfo up to the digest.
_DIGEST_INFO: Final = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


class TokenKey:
    """A private key on a token, with its certificate; a `certs.keys.SigningKey`.

    Made by `open_key`. A context manager; closed, it signs no more.
    """

    __slots__ = (
        "_certificate",
        "_lock",
        "_pin",
        "_pin_each_time",
        "_private",
        "_process",
        "_public_key",
        "_session",
        "proven",
    )

    def __init__(
        self,
        session: "Session",
        private: "PrivateKey",
        pin: Pin | None,
        pair: tuple[PublicKey, SealCertificate],
    ) -> None:
        self._session: Session | None = session
        self._private: Any = private
        self._pin = pin
        self._pin_each_time = bool(value_of(private, "ALWAYS_AUTHENTICATE"))
        self._public_key, self._certificate = pair
        self._process = os.getpid()
        self._lock = threading.Lock()
        self.proven = False

    @property
    def certificate(self) -> SealCertificate:
        """The certificate that was found with the key."""
        return self._certificate

    def public_key(self) -> PublicKey:
        """Give the public half, as the token tells it."""
        return self._public_key

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Hash `data` here and sign the digest there; ECDSA gives the DER of (r, s).

        Raises:
            TokenRefused: The token was removed, wants its PIN and gets a wrong one,
                cannot sign so, or was opened by another process.
        """
        if os.getpid() != self._process:
            # PKCS#11 (2.40, 6.6.1): after a fork the child has no session.
            raise TokenRefused(TokenFault.OTHER_PROCESS)
        message, how = _message(data, algorithm)
        with self._lock:
            if self._session is None:
                raise TokenRefused(TokenFault.CLOSED)
            if self._pin_each_time:
                how["pin"] = None if self._pin is None else self._pin()
            with translated():
                signature: bytes = self._private.sign(message, **how)
        if algorithm.startswith("ECDSA"):
            return der_ecdsa(signature)
        return signature

    def close(self) -> None:
        """Close the session; harmless when repeated, or when the token is gone."""
        with self._lock:
            session, self._session = self._session, None
            if session is not None and os.getpid() == self._process:
                try:
                    with translated():
                        session.close()
                except TokenRefused:
                    return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        odd: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        name = self._certificate.key
        return f"TokenKey({name}, serial={self._certificate.serial_text})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key on a token is neither copied nor pickled")


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
    with translated():
        token = find_token(place)
        session = log_in(token, pin or _pin_pad(token))
        try:
            private = _find(session, label, key_id)
            pair = _pair(session, private, certificate)
            return TokenKey(session, private, pin, pair)
        except BaseException:
            session.close()
            raise


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
    algorithm_of(public_key)
    check_pair(public_key, leaf)
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


def _message(
    data: bytes, algorithm: SignatureAlgorithm
) -> tuple[bytes, dict[str, Any]]:
    """Say what is signed, and by which mechanism."""
    from pkcs11 import MGF, Mechanism  # noqa: PLC0415 - loads the extra

    name = algorithm.hash.name
    digest = hashlib.new(name, data).digest()
    if algorithm.startswith("ECDSA"):
        return digest, {"mechanism": Mechanism.ECDSA}
    if algorithm.startswith("RSA_PSS"):
        how = (Mechanism[name.upper()], MGF[name.upper()], len(digest))
        return digest, {"mechanism": Mechanism.RSA_PKCS_PSS, "mechanism_param": how}
    return _DIGEST_INFO[name] + digest, {"mechanism": Mechanism.RSA_PKCS}
