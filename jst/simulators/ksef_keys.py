"""The public keys of the simulated KSeF, and what was encrypted for them.

One key for KSeF tokens, one for invoices, each in a certificate; `rotate` brings a
newer token key and withdraws the older one, as the Ministry does once in a while.
Source: facts/ksef-api.md, 2.5.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jst.simulators.ksef_identities import nameless
from jst.simulators.ksef_names import iso
from jst.simulators.ksef_problems import refused
from jst.simulators.pki import BogusCa, key_usage
from vocabulary.clock import Clock


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A key that others encrypt for.

    Attributes:
        key: The private half.
        certificate: Of the public half.
        usage: What may be encrypted for it.
        id: Its `publicKeyId`: SHA-256 of the SubjectPublicKeyInfo, in base64.
    """

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    usage: str
    id: str

    @property
    def json(self) -> dict[str, object]:
        """The key as the list has it."""
        der = self.certificate.public_bytes(Encoding.DER)
        return {
            "certificate": b64encode(der).decode(),
            "certificateId": b64encode(hashlib.sha256(der).digest()).decode(),
            "publicKeyId": self.id,
            "validFrom": iso(self.certificate.not_valid_before_utc),
            "validTo": iso(self.certificate.not_valid_after_utc),
            "usage": [self.usage],
        }


class KeyRing:
    """The encryption keys of one simulator; made when they are first asked for."""

    def __init__(self, ca: BogusCa, *, clock: Clock) -> None:
        self._ca = ca
        self._clock = clock
        self._keys: list[EncryptionKey] = []

    def listed(self) -> list[dict[str, object]]:
        """Give the list of public keys."""
        return [each.json for each in self._all()]

    def rotate(self) -> None:
        """Withdraw the token key and make a newer one."""
        kept = [each for each in self._all() if each.usage != "KsefTokenEncryption"]
        self._keys = [self._make("KsefTokenEncryption"), *kept]

    def check_id(self, key_id: str | None) -> None:
        """Return when no key or a known one is named.

        Raises:
            Problem: 21470; the key is unknown or withdrawn.
        """
        if key_id is not None and key_id not in {
            each.id for each in self._token_keys()
        }:
            raise refused(
                21470, f"Klucz o identyfikatorze {key_id} nie jest wspierany."
            )

    def decrypt(self, data: bytes, key_id: str | None) -> bytes:
        """Decrypt RSA-OAEP with SHA-256 by the key that is named and known, or by any.

        Raises:
            ValueError: It was not encrypted for it.
        """
        named = [each for each in self._token_keys() if key_id in {None, each.id}]
        return named[0].key.decrypt(data, OAEP(MGF1(SHA256()), SHA256(), None))

    def _token_keys(self) -> list[EncryptionKey]:
        return [each for each in self._all() if each.usage == "KsefTokenEncryption"]

    def _all(self) -> list[EncryptionKey]:
        if not self._keys:
            usages = ("KsefTokenEncryption", "SymmetricKeyEncryption")
            self._keys = [self._make(each) for each in usages]
        return self._keys

    def _make(self, usage: str) -> EncryptionKey:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        certificate = self._ca.certify(
            key.public_key(),
            nameless(usage),
            usage=key_usage(key_encipherment=True),
            now=self._clock(),
        )
        spki = key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        key_id = b64encode(hashlib.sha256(spki).digest()).decode()
        return EncryptionKey(key, certificate, usage, key_id)
