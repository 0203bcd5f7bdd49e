"""What goes into an official form, by the mapping that the office wrote."""

from dataclasses import replace

import pytest

from ksef.errors import MappingInvalid, NoticeRefused
from ksef.zawfa.model import Notice, Version
from ksef.zawfa.official import OfficialMapping, official_values
from ksef.zawfa.values import choices_of, values_of
from tests.ksef.zawfa.notices import GRANT, IN_2023, NOW


def mapping_of(notice: Notice, version: Version) -> OfficialMapping:
    """Map every field that the notice fills in, under names of our own."""
    ticked = [
        f"{key}.{each.number}"
        for key, choices in choices_of(notice, version).items()
        for each in choices
    ]
    return OfficialMapping(
        text={
            f"Pole {key}": key
            for key in values_of(notice, 1)
            if ".address." not in key or version is Version.V1
        },
        tick={f"Box {key}": key for key in ticked},
    )


FULL = mapping_of(NOW, Version.V3)


@pytest.mark.parametrize(
    ("notice", "version"), [(GRANT, Version.V1), (NOW, Version.V3)]
)
def test_every_value_goes_into_the_field_that_was_named(
    notice: Notice, version: Version
) -> None:
    """Boxes that are not ticked are left alone."""
    texts, ticks = official_values(notice, 1, mapping_of(notice, version))

    assert notice.filer.name == texts["Pole filer.name"]
    assert ["Box purpose.1", "Box filer.kind.1", "Box person.identifier_kind.2"] == (
        ticks
    )


def test_a_field_that_is_mapped_and_empty_is_left_alone() -> None:
    """One mapping serves every notice of the office."""
    mapping = replace(FULL, text={**FULL.text, "Nr": "fingerprint"})

    texts, _ = official_values(NOW, 1, mapping)

    assert "Nr" not in texts


@pytest.mark.parametrize(
    ("mapping", "field", "polish"),
    [
        (
            replace(FULL, text={**FULL.text, "X": "filer.nap"}),
            "X",
            "przypisano pole, którego ta wersja wzoru nie ma",
        ),
        (
            replace(FULL, tick={**FULL.tick, "X": "purpose.5"}),
            "X",
            "przypisano pole, którego ta wersja wzoru nie ma",
        ),
        (
            replace(FULL, text={}),
            "addressee",
            "pole jest wypełnione, a formularz go nie ma",
        ),
        (
            replace(FULL, tick={}),
            "filer.kind.1",
            "pole jest wypełnione, a formularz go nie ma",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    mapping: OfficialMapping, field: str, polish: str
) -> None:
    """A value that silently goes nowhere is a form with a hole."""
    with pytest.raises(MappingInvalid) as refused:
        official_values(NOW, 1, mapping)

    assert f"{field}: {polish}" == refused.value.polish


def test_a_version_whose_fields_are_not_known_is_refused() -> None:
    """Nothing can be mapped to fields that nobody has seen."""
    with pytest.raises(NoticeRefused):
        official_values(replace(GRANT, filing_on=IN_2023), 1, FULL)
