"""What stands against a file of permissions by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ksef.model import Body
from ksef.plan.checks import check_desired
from ksef.plan.desired import Desired
from ksef.plan.errors import OfficeWithoutNip
from tests.ksef.plan.town import (
    ANNA,
    FIRM,
    GMINA,
    HOSTEL,
    LIBRARY,
    ON,
    SCHOOL,
    SINCE,
    a_deputy,
    a_seal,
    a_town,
    an_entry,
    appointed,
)

DAY = timedelta(days=1)
DEPUTY = a_deputy(valid_from=ON, valid_until=ON + DAY)
HOLDER = a_seal()


def rules(desired: Desired) -> set[str]:
    """Name what was found."""
    return {each.rule for each in check_desired(desired)}


def test_a_sound_file_has_nothing_against_it() -> None:
    """Units with and without a NIP, a deputy, a holder of the seal."""
    desired = a_town(
        an_entry(),
        appointed(),
        appointed(HOSTEL),
        deputies=(DEPUTY,),
        holders=(HOLDER,),
    )

    assert set() == rules(desired)


@pytest.mark.parametrize(
    ("desired", "rule"),
    [
        pytest.param(
            a_town(holders=(replace(HOLDER, valid_until=SINCE),)),
            "ends_early",
            id="a seal that ends before it begins",
        ),
        pytest.param(
            a_town(holders=(replace(HOLDER, where=HOSTEL.ref),)),
            "seal_without_nip",
            id="a seal where there is no owner",
        ),
        (a_town(an_entry(), an_entry()), "ref_twice"),
        (a_town(persons=(ANNA, replace(ANNA, ref="b"))), "number_twice"),
        (
            a_town(units=(HOSTEL, replace(HOSTEL, ref="b", identifier=None))),
            "name_twice",
        ),
        (a_town(office=replace(GMINA, kind=Body.BRANCH)), "office_kind"),
        (a_town(units=(replace(SCHOOL, name="SP1"),)), "name_length"),
        (a_town(units=(replace(LIBRARY, identifier=None),)), "taxpayer_nip"),
        (a_town(units=(replace(SCHOOL, identifier=GMINA.identifier),)), "unit_number"),
        (a_town(units=(replace(SCHOOL, credential=None),)), "no_credential"),
        (a_town(an_entry(who="nikt")), "ref_unknown"),
        (a_town(an_entry(where="nigdzie")), "ref_unknown"),
        (a_town(an_entry(where="cuw", client="nikt")), "ref_unknown"),
        (a_town(an_entry(who="cuw", where="cuw")), "own_context"),
        (a_town(an_entry(valid_until=SINCE)), "ends_early"),
        (a_town(an_entry(reason="x" * 250)), "description_length"),
        (a_town(an_entry(permissions=())), "permissions"),
        (a_town(an_entry(permissions=("SelfInvoicing",))), "permissions"),
        (a_town(an_entry(permissions=("VatUeManage",))), "permissions"),
        (a_town(an_entry(who=FIRM.ref, permissions=("Introspection",))), "permissions"),
        (a_town(appointed(GMINA)), "representative"),
        (a_town(replace(appointed(), who=FIRM.ref)), "representative"),
        (a_town(an_entry(can_delegate=True)), "can_delegate"),
        (a_town(an_entry(who=FIRM.ref, client="sp1", where="cuw")), "client"),
        (a_town(deputies=(DEPUTY,)), "deputy_of_nothing"),
        (a_town(an_entry(), deputies=(replace(DEPUTY, who="nikt"),)), "ref_unknown"),
        (a_town(an_entry(), deputies=(replace(DEPUTY, who=ANNA.ref),)), "deputy_self"),
        (
            a_town(an_entry(), deputies=(replace(DEPUTY, valid_until=ON),)),
            "ends_early",
        ),
        (
            a_town(an_entry(), deputies=(replace(DEPUTY, reason="x" * 250),)),
            "description_length",
        ),
        (
            a_town(an_entry(), deputies=(replace(DEPUTY, where=("nigdzie",)),)),
            "ref_unknown",
        ),
        (a_town(holders=(replace(HOLDER, where="nigdzie"),)), "ref_unknown"),
        (a_town(holders=(replace(HOLDER, who="biuro"),)), "ref_unknown"),
    ],
)
def test_what_is_wrong_is_found(desired: Desired, rule: str) -> None:
    """Before anything is asked of KSeF."""
    assert f"ksef.plan.{rule}" in rules(desired)


def test_an_office_without_a_nip_is_none() -> None:
    """The first stage works in its context."""
    with pytest.raises(OfficeWithoutNip):
        a_town(office=replace(GMINA, identifier=HOSTEL.identifier))
