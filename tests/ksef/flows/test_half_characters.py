"""A text that UTF-8 cannot hold never leaves, and its error holds nobody's number."""

from collections.abc import Callable

import pytest

from accountability.model import Purpose
from ksef.access import certificates, permissions, queries, tokens
from ksef.access.acting import Acting
from ksef.access.details import PersonName
from ksef.access.errors import RequestInvalid
from ksef.access.filters import PersonsFilter
from ksef.access.requests import GrantToPerson
from tests.ksef.flows.conftest import CLERK, Gmina
from tests.ksef.flows.test_permissions import NAME

HALF = "Faktury \ud800 referatu"
Ask = Callable[[Acting], object]


def grant(description: str, details: PersonName) -> Ask:
    """Grant the clerk something with the texts of a test."""
    request = GrantToPerson(
        subject=CLERK,
        permissions=("InvoiceRead",),
        description=description,
        details=details,
    )
    return lambda acting: permissions.grant(request, **acting)


WHOLE = "Faktury referatu"
ASKED: dict[str, Ask] = {
    "description": grant(HALF, NAME),
    "name": grant(WHOLE, PersonName(first_name="Bogusia\udfff", last_name="Zmyślona")),
    "token": lambda acting: tokens.create(("InvoiceRead",), HALF, **acting),
    "tokens": lambda acting: next(tokens.listed(description=HALF, **acting)),
    "states": lambda acting: next(tokens.listed(statuses=("\ud800",), **acting)),
    "certificates": lambda acting: next(certificates.listed(name=HALF, **acting)),
    "filter": lambda acting: next(
        queries.persons(PersonsFilter(permissions=(HALF,)), **acting)
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_half_a_character_is_refused_before_anything_leaves(
    gmina: Gmina, name: str
) -> None:
    """RequestInvalid names the field; the encoder's own error would quote the body."""
    purpose = {"token": Purpose.CREDENTIALS, "tokens": Purpose.CREDENTIALS}
    session = gmina.log_in()
    before = (dict(gmina.ksef.received), len(gmina.log()))
    acting = gmina.acting(session, purpose=purpose.get(name, Purpose.PERMISSION_CHANGE))
    with pytest.raises(RequestInvalid) as refused:
        ASKED[name](acting)

    assert "UTF-8" in refused.value.polish
    assert CLERK.reveal() not in repr((refused.value.args, refused.value.__context__))
    assert before == (dict(gmina.ksef.received), len(gmina.log()))
