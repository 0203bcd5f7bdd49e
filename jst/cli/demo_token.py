"""jst demo --token: the seal has no file, it signs on the token."""

from jst.cli.demo_stage import Stage
from jst.demo import Demo
from jst.errors import DemoFailed


def show_token(demo: Demo, stage: Stage) -> None:
    """Show where the seal is, before it is used for the first time."""
    stage.step(
        "token",
        "Pieczęć jest na tokenie (SoftHSM2): klucz powstał na nim i go nie opuszcza.",
        "The seal is on a token (SoftHSM2): its key was made there and never leaves.",
    )
    key = demo.office.register().key
    if (demo.office.settings.places.home / "keys" / "seal.pem").exists():
        raise DemoFailed("not shown: no key in a file")
    serial = key.certificate.serial_text
    stage.shown(
        f"{type(key).__name__} {key.certificate.key}",
        f"Klucz {key.certificate.key}, certyfikat nr {serial}.",
        f"Key {key.certificate.key}, certificate no. {serial}.",
    )
