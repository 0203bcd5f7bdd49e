"""Reading a certificate must stay cheap for programs that only read."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "certs.load",
        "certs.keys_file",
        "certs.keys_pkcs11",
        "certs.xades",
        "certs.verify",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    """
    A command that prints a serial number should not wait for a signature library.

    Holds: design, "importing certs.load loads no ... library".
    """
    code = (
        f"import sys, {module}; "
        "print([n for n in ('signxml', 'requests', 'pydantic', 'asn1crypto', 'pkcs11')"
        " if n in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert "[]\n" == done.stdout
