"""What the simulated tax administration lists when it is told of an office's units."""

from pathlib import Path

import pytest

from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_examples import ADMINISTRATOR, DIRECTOR
from vocabulary.clock import system_clock
from vocabulary.identifiers import Nip, Pesel

SCHOOL = Nip.parse("5265877635")


@pytest.fixture(name="simulator")
def _simulator(tmp_path: Path) -> KsefSimulator:
    """A new one, which serves nothing."""
    return KsefSimulator.create(tmp_path / "ksef")


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_units_are_listed_beside_those_of_the_invented_gmina(
    simulator: KsefSimulator, known: bool
) -> None:
    """Its own subordinate and its administrator stay, whatever came first."""
    if known:
        simulator.examples()
    office = Nip.parse("9990000008")
    simulator.introduce_units(office, [(SCHOOL, "Szkoła Bogus")])
    registry = simulator.world.registry

    assert registry.has_role(office.reveal(), "LocalGovernmentUnit")
    assert ["System"] == [
        each.author.type for each in simulator.world.permissions.all()
    ]
    assert 2 == len(list(registry.below(office.reveal())))


def test_another_office_gets_its_units_alone(simulator: KsefSimulator) -> None:
    """Nobody has a right there but its seal."""
    simulator.introduce_units(SCHOOL, [])

    assert simulator.world.registry.has_role(SCHOOL.reveal(), "LocalGovernmentUnit")
    assert [] == list(simulator.world.permissions.all())


def test_its_people_are_born_and_nobody_who_lives() -> None:
    """A grant to somebody whose birth date is still to come is refused."""
    born = [
        Pesel.parse(str(each.value)).birth_date for each in (ADMINISTRATOR, DIRECTOR)
    ]

    assert [1899, 1899] == [each.year for each in born]
    assert max(born) < system_clock().date()
