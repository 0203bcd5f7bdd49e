"""An office that somebody leaves, for every test here, and a KSeF that knows her."""

from pathlib import Path

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.leaver_town import furnish, set_scene


@pytest.fixture(name="office")
def _office(ksef_home: Path) -> Path:
    """The office's folder, with what it wants; its last credential is her own."""
    furnish(ksef_home)
    return ksef_home


@pytest.fixture(name="ksef")
def _ksef(ksef: KsefSimulator, office: Path) -> KsefSimulator:
    """KSeF with two permissions of hers, and one that she gave to a stranger."""
    assert office.exists()
    set_scene(ksef)
    return ksef
