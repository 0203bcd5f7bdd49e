"""An emergency at KSeF reads and takes away (ADR-0038)."""

import pytest

from ksef.access.endpoints import ENDPOINTS
from ksef.access.purposes import check_emergency

GIVES = sorted(
    name
    for name, each in ENDPOINTS.items()
    if each.one_shot and name.startswith(("grant_", "tokens_create", "enroll"))
)
TAKES = ["query_persons", "tokens", "revoke_common", "token_revoke"]


@pytest.mark.parametrize("name", GIVES)
def test_an_emergency_gives_nobody_anything(name: str) -> None:
    """Whoever acts alone only takes away."""
    [found] = check_emergency(ENDPOINTS[name], "an-entry")

    assert "action.emergency" == found.rule


@pytest.mark.parametrize("name", TAKES)
def test_an_emergency_reads_and_revokes(name: str) -> None:
    """All that offboarding does."""
    assert [] == list(check_emergency(ENDPOINTS[name], "an-entry"))


def test_what_is_no_emergency_is_not_asked() -> None:
    """Every other grant goes its way."""
    assert [] == list(check_emergency(ENDPOINTS["grant_person"], None))
