"""PKCS#12 files as other programs write them: OpenSSL makes them, once.

    from tests.vectors.make_pkcs12 import OPENED, REFUSED
    python -m tests.vectors.make_pkcs12      makes the files anew

Salts are random, so the files are kept; the legacy algorithms need OpenSSL's legacy
provider. The certificates are `plain` and one that `cryptography` refuses, both of
make_certs.py; the private key is the number one, hence nobody's.
"""

import subprocess
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from certs.errors import Unreadable
from tests.vectors.make_certs import ECDSA_NULL, ODD, made, pem

FOLDER = Path(__file__).resolve().parent / "pkcs12"
PASSWORD = "bogus-Żółw"  # outside ASCII on purpose
CERTIFICATES = {
    "plain": ODD["plain"].der,
    "odd": made(signature=ECDSA_NULL, outer=ECDSA_NULL),
}
KEY = ec.derive_private_key(1, ec.SECP256R1())

# How OpenSSL is told to lock a file, and with which password.
LOCKS = {
    "aes": ("", PASSWORD),
    "rc2-40": ("-legacy", PASSWORD),
    "rc2-128": ("-legacy -certpbe PBE-SHA1-RC2-128", PASSWORD),
    "3des": ("-legacy -certpbe PBE-SHA1-3DES", PASSWORD),
    "3des-empty-password": ("-legacy -certpbe PBE-SHA1-3DES", ""),
    "no-mac": ("-nomac", PASSWORD),
    "no-key": ("-nokeys", PASSWORD),
    "not-locked": ("-keypbe NONE -certpbe NONE", PASSWORD),
    "not-locked-no-mac": ("-keypbe NONE -certpbe NONE -nomac", ""),
}

# File -> the password that opens it.
OPENED = {
    f"{certificate}-{lock}": password
    for certificate in CERTIFICATES
    for lock, (_, password) in LOCKS.items()
}
# File, password -> why it does not open.
REFUSED: dict[tuple[str, str | None], Unreadable] = {
    ("plain-aes", "bogus"): Unreadable.PASSWORD,
    ("plain-rc2-40", "bogus"): Unreadable.PASSWORD,
    ("plain-3des", None): Unreadable.PASSWORD,
    ("plain-aes", "bogus\udcff"): Unreadable.PASSWORD,
    ("odd-aes", "bogus"): Unreadable.PASSWORD,
    ("odd-3des", ""): Unreadable.PASSWORD,
    ("odd-not-locked", "bogus"): Unreadable.PASSWORD,
    ("odd-rc2-40", "bogus"): Unreadable.PASSWORD,
}


def main() -> None:
    """Make every file anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        key = Path(place) / "key.pem"
        key.write_bytes(
            KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        for name, der in CERTIFICATES.items():
            certificate = Path(place) / f"{name}.pem"
            certificate.write_bytes(pem(der))
            for lock, (options, password) in LOCKS.items():
                command = ["openssl", "pkcs12", "-export", *options.split()]
                command += ["-inkey", str(key), "-in", str(certificate)]
                command += ["-passout", f"pass:{password}"]
                command += ["-out", str(FOLDER / f"{name}-{lock}.p12")]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
