"""What a key on a token does, with or without a certificate: it signs, and is closed.

    data -> hashed here -> 1 the PIN, where the key wants it each time -> 2 signed there

We hash, and the token signs the digest by a mechanism that every token has:
CKM_RSA_PKCS with DigestInfo, CKM_RSA_PKCS_PSS, raw CKM_ECDSA.

Source: PKCS #11 V2.40 mechanisms (OASIS), clauses 2.1.7, 2.1.10 and 2.3.5; RFC 8017,
9.2 (DigestInfo).
"""

import hashlib
import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from certs.algorithms import SignatureAlgorithm, der_ecdsa
from certs.model import PublicKey
from certs.token_errors import TokenFault, TokenRefused
from certs.tokens import Pin, translated, value_of

if TYPE_CHECKING:
    from pkcs11 import PrivateKey, Session

# RFC 8017, 9.2, note 1: the DER of DigestInfo up to the digest.
_DIGEST_INFO: Final = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


class TokenSigner:
    """A private key on a token; a `certs.csr.NewKey`, for it needs no certificate.

    Made by `certs.keys_pkcs11.open_new_key`. A context manager; closed, it signs no
    more. One session signs until it is closed; several threads take turns.
    """

    __slots__ = (
        "_lock",
        "_pin",
        "_pin_each_time",
        "_private",
        "_process",
        "_public_key",
        "_session",
    )

    def __init__(
        self,
        session: "Session",
        private: "PrivateKey",
        pin: Pin | None,
        public_key: PublicKey,
    ) -> None:
        self._session: Session | None = session
        self._private: Any = private
        self._pin = pin
        self._pin_each_time = bool(value_of(private, "ALWAYS_AUTHENTICATE"))
        self._public_key = public_key
        self._process = os.getpid()
        self._lock = threading.Lock()

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
        return f"{type(self).__name__}(no certificate)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key on a token is neither copied nor pickled")


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
