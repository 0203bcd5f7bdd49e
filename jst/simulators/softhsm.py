"""A throwaway token in a folder, by SoftHSM2: real PKCS#11, no hardware.

    with SoftHsm.create(folder) as token:
        public_key = token.generate("seal", "P-256")     # the key never leaves it
        token.store("seal", certificate_der)
        token.place, token.read_pin                      # for certs.keys_pkcs11

For the demonstration, tests and figures. SoftHSM2 finds its folder by the environment
(SOFTHSM2_CONF), which is set for this process while the token is open.
"""

import os
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final, Self

from certs.keys_file import read_secret
from certs.model import PublicKey
from certs.tokens import TokenPlace, find_token
from documents.whole import new_file

LABEL: Final = "bogus-token"
CONF: Final = "SOFTHSM2_CONF"
_LIBRARIES: Final = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


def find_library() -> Path | None:
    """Find SoftHSM2's library; None unless its tool is there as well."""
    if shutil.which("softhsm2-util") is None:
        return None
    return next((Path(each) for each in _LIBRARIES if Path(each).exists()), None)


class SoftHsm:
    """One token in one folder; a context manager while this process uses it."""

    def __init__(self, folder: Path, module: Path) -> None:
        """Name what `create` made.

        Args:
            folder: Holds the token, its configuration and its PIN.
            module: SoftHSM2's library.
        """
        self.folder = folder
        self.conf = folder / "softhsm2.conf"
        self.pin_file = folder / "pin"
        self.place = TokenPlace(module=module, label=LABEL)
        self._before: str | None = None

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make a new token in a folder that holds none.

        Raises:
            RuntimeError: SoftHSM2 is not installed (`find_library` tells), or failed.
        """
        module = find_library()
        if module is None:
            raise RuntimeError("SoftHSM2 is not installed")
        made = cls(folder, module)
        tokens = folder / "tokens"
        tokens.mkdir(mode=0o700, parents=True)
        made.conf.write_text(
            f"directories.tokendir = {tokens}\nobjectstore.backend = file\n"
            "log.level = ERROR\nslots.removable = false\n",
            "utf-8",
        )
        # The tool takes PINs as arguments, which others may see: they last a moment.
        passing, officer = secrets.token_hex(8), secrets.token_hex(8)
        done = subprocess.run(  # noqa: S603 - SoftHSM2's own tool
            [  # noqa: S607 - found by `find_library`
                "softhsm2-util",
                *("--init-token", "--free", "--label", LABEL),
                *("--so-pin", officer, "--pin", passing),
            ],
            env={**os.environ, CONF: str(made.conf)},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError("softhsm2-util made no token")
        pin = secrets.token_hex(8)
        with new_file(made.pin_file) as file:
            file.write(pin.encode("ascii"))
        with made:
            token = find_token(made.place)
            with token.open(rw=True, so_pin=officer) as session:
                session.set_pin(officer, secrets.token_hex(8))
            with token.open(rw=True, user_pin=passing) as session:
                session.set_pin(passing, pin)
        return made

    def __enter__(self) -> Self:
        self._before = os.environ.get(CONF)
        os.environ[CONF] = str(self.conf)
        self._forget()
        return self

    def __exit__(self, *exc: object) -> None:
        self._forget()
        if self._before is None:
            os.environ.pop(CONF, None)
        else:
            os.environ[CONF] = self._before

    def read_pin(self) -> str:
        """Read the PIN from its file, as the office reads its own."""
        return read_secret(self.pin_file).decode("ascii")

    def generate(self, label: str, kind: str) -> PublicKey:
        """Make a key pair on the token; `kind` is `RSA-2048` or `P-256`."""
        from cryptography.hazmat.primitives.asymmetric.ec import (  # noqa: PLC0415 - only who makes a key
            EllipticCurvePublicKey,
        )
        from cryptography.hazmat.primitives.asymmetric.rsa import (  # noqa: PLC0415 - as above
            RSAPublicKey,
        )
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - as above
            load_der_public_key,
        )
        from pkcs11 import Attribute, KeyType  # noqa: PLC0415 - loads the extra
        from pkcs11.util import ec, rsa  # noqa: PLC0415 - as above

        own: dict[str, Any] = {"store": True, "label": label, "id": label.encode()}
        with self._session() as session:
            if kind == "P-256":
                curve = ec.encode_named_curve_parameters("secp256r1")
                domain = session.create_domain_parameters(
                    KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
                )
                public, _ = domain.generate_keypair(**own)
                der = ec.encode_ec_public_key(public)
            else:
                public, _ = session.generate_keypair(KeyType.RSA, 2048, **own)
                der = rsa.encode_rsa_public_key(public)
        key = load_der_public_key(der)
        if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
            raise TypeError("SoftHSM2 made a key of another kind")
        return key

    def store(self, label: str, certificate: bytes) -> None:
        """Put the certificate (DER) of a key beside it."""
        from pkcs11 import Attribute, CertificateType, ObjectClass  # noqa: PLC0415 - as above

        with self._session() as session:
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,
                    Attribute.LABEL: label,
                    Attribute.ID: label.encode(),
                    Attribute.SUBJECT: b"",
                    Attribute.VALUE: certificate,
                }
            )

    def _session(self) -> Any:  # noqa: ANN401 - a session of the extra
        return find_token(self.place).open(rw=True, user_pin=self.read_pin())

    def _forget(self) -> None:
        """Let the library read its configuration again."""
        import pkcs11  # noqa: PLC0415 - loads the extra

        library = pkcs11.lib(str(self.place.module))
        library.finalize()
