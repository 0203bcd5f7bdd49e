"""Canaries of somebody who leaves: heard in no list, repr, error or print.

House style, rule 40. Her number is hers, and so is that of whom she let in.
"""

import json
from dataclasses import replace

import pytest

from jst.leaving_show import json_of, lines_of, row_of
from jst.revoking import Revoked
from ksef.plan.errors import LeaverUnknown
from ksef.plan.leaver import TokenFact
from ksef.plan.offboard import offboard
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, listening
from tests.ksef.plan.town import (
    ANNA,
    ON,
    SCHOOL,
    SINCE,
    a_standing,
    a_state,
    a_town,
    ksef,
)

HERS, THEIRS = CANARY_PESEL.reveal(), CANARY_NIP.reveal()


def test_the_canaries_are_not_heard_of_one_who_leaves() -> None:
    """Neither her own number, nor that of a stranger who has something of her."""
    town = a_town(persons=(replace(ANNA, identifier=CANARY_PESEL),))
    state = a_state(
        SCHOOL,
        a_standing(holder=CANARY_PESEL, description=f"dla {HERS}"),
        a_standing(id="2", holder=CANARY_NIP, author=CANARY_PESEL),
    )
    token = TokenFact(
        reference="KT-1", author=CANARY_PESEL, permissions=(), since=SINCE
    )
    with listening() as ears:
        found = offboard(
            town, ksef(state), refs=(ANNA.ref,), on=ON, tokens={"sp1": (token,)}
        )
        ended = [Revoked(what=each, code="x.refused") for each in found.items]
        ears.hear("repr", found, token, *ended)
        ears.hear("lines", *lines_of(found, why=str), *map(row_of, found.items))
        ears.hear("json", json.dumps(json_of(found)))

        assert 3 == len(found.items)
        assert [] == ears.leaks(HERS, THEIRS)


def test_a_number_typed_for_a_reference_is_not_repeated() -> None:
    """Whoever types the PESEL of the one who leaves does not read it in the error."""
    with listening() as ears:
        with pytest.raises(LeaverUnknown) as caught:
            offboard(a_town(), ksef(), refs=(HERS,), on=ON)
        ears.hear_error(caught.value)

        assert [] == ears.leaks(HERS)
