"""The seal of a demonstration office: a throwaway key in a file, or on a token.

Each gives the lines of jst.toml that name it. The token is SoftHSM2's: real PKCS#11,
no hardware; its key is made on it and never leaves.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jst.errors import SoftHsmMissing
from jst.settings import Settings
from vocabulary.identifiers import Nip

if TYPE_CHECKING:
    from jst.simulators.crpo import CrpoSimulator

TOKEN: Final = "token"  # noqa: S105 - a folder
KEY: Final = "pieczec"
_SETTINGS: Final = """
[token]
module = {module}
label = {label}
key_label = {key}
pin_file = "{folder}/pin"
"""


def seal_in_file(home: Path, simulator: "CrpoSimulator", *, nip: Nip) -> str:
    """Make a seal in a file, and admit it."""
    from certs.load import load_leaf  # noqa: PLC0415 - only the demo pays for it

    seal = simulator.issue_seal("demo", nip=nip).rename(home / "keys" / "seal.pem")
    simulator.admit_by_attributes(load_leaf(seal.read_bytes()), nip=nip)
    return 'seal_file = "keys/seal.pem"\n'


def seal_on_new_token(
    home: Path, simulator: "CrpoSimulator", *, nip: Nip, kind: str = "RSA-2048"
) -> str:
    """Make a token with a seal on it, and admit the seal.

    Raises:
        SoftHsmMissing: SoftHSM2 is not installed.
    """
    from certs.load import load_leaf  # noqa: PLC0415 - as above
    from jst.simulators.softhsm import LABEL, SoftHsm, find_library  # noqa: PLC0415

    module = find_library()
    if module is None:
        raise SoftHsmMissing("SoftHSM2 is not installed")
    with SoftHsm.create(home / TOKEN) as token:
        certificate = simulator.certify_seal(token.generate(KEY, kind), "demo", nip=nip)
        token.store(KEY, certificate)
    simulator.admit_by_attributes(load_leaf(certificate), nip=nip)
    return _SETTINGS.format(
        module=json.dumps(str(module)),
        label=json.dumps(LABEL),
        key=json.dumps(KEY),
        folder=TOKEN,
    )


@contextmanager
def token_at_hand(settings: Settings) -> Iterator[None]:
    """Plug the demonstration's token in, where its seal is on one."""
    token = settings.file.token
    if token is None:
        yield
        return
    from jst.simulators.softhsm import SoftHsm  # noqa: PLC0415 - loads the extra

    with SoftHsm(settings.places.home / TOKEN, token.module):
        yield
