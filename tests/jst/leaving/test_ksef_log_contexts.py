"""What the log says of logins and sessions where a plan works in many contexts."""

import pytest

from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import Jst
from tests.jst.leaver_town import REASON, WHY
from tests.jst.test_ksef_log import events


def test_a_login_of_a_context_that_failed_has_an_end(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """As one at the desk has."""
    ksef.faults.always("http-503")
    ran = jst("ksef", "offboard", "a.bogus", *WHY)

    assert 0 != ran.status
    assert ["ksef-login-begun", "ksef-login-failed"] == events(jst)[:2]


@pytest.mark.parametrize(
    ("fault", "ended"),
    [("drift", "revoked"), ("drop-after-accept", "revoke-unknown")],
)
def test_a_leavers_session_ends_as_ksef_says(
    ksef: KsefSimulator,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    ended: str,
) -> None:
    """What nobody answered is not taken for ended."""
    with monkeypatch.context() as herself:
        herself.setenv("JST_DEMO_PERSON", "a.bogus")
        jst("ksef", "login", "--as", "zawfa")
    ksef.faults.next(fault, on="/auth/sessions/current")
    jst("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)
    said = [each for each in events(jst) if each.startswith("ksef-session-")]

    assert ["ksef-session-revoking", f"ksef-session-{ended}"] == said
    assert ksef.received
