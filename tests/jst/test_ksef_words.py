"""What KSeF's lists and refusals look like at the desk: whole words, law, numbers."""

from pathlib import Path

import pytest

from jst.cli import wrapper
from jst.simulators.ksef import KsefSimulator
from ksef.access.errors import Forbidden, InputRefused, OperationRefused
from ksef.access.errors_login import LoginRefused
from tests.jst.conftest import CASE, Jst
from tests.jst.ksef_world import HEAD, give, zawfa
from vocabulary.law import LegalRef

WHY = ("--case", CASE)
EVERYTHING = ("EnforcementOperations", "InvoiceRead", "InvoiceWrite")
ACT = "Dz.U. 2025 poz. 1815"
SEEN = LegalRef(act=ACT, provision="§ 1", url="https://example.org", text_seen=True)


@pytest.mark.parametrize(
    ("error", "provision", "text_seen"),
    [
        (Forbidden("missing-permissions"), f"§ 3 ust. 1 pkt 1, {ACT}", False),
        (
            OperationRefused(440, "x"),
            f"§ 3 (faktury: osoba wskazana przez podmiot), {ACT}",
            False,
        ),
        (LoginRefused(415, ref=SEEN), f"§ 1, {ACT}", True),
    ],
)
def test_an_error_shows_the_provision_behind_it(
    error: Exception,
    provision: str,
    *,
    text_seen: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Sentence, hint and provision; and whether anybody here has read its text."""
    told = wrapper.describe(error)
    wrapper.tell(error, as_json=False)
    known = {True: "", False: " (znany z omówień)"}[text_seen]

    assert (provision, text_seen) == (told["provision"], told["textSeen"])
    assert f"  przepis: {provision}{known}\n" in capsys.readouterr().err


def test_an_error_without_a_provision_shows_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An empty line would look like a law that is missing."""
    wrapper.tell(InputRefused([99_999], ["description"]), as_json=False)
    said = capsys.readouterr().err

    assert "(99999); pole: description" in said
    assert "przepis" not in said
    assert "provision" not in wrapper.describe(InputRefused([21_405]))


def test_a_refused_input_tells_number_and_field_in_json() -> None:
    """A program of the office branches on these."""
    told = wrapper.describe(InputRefused([21_405], ["description"]))

    assert ([21_405], ["description"]) == (told["numbers"], told["fields"])


@pytest.mark.parametrize("more", [(), ("--reveal",)], ids=["masked", "revealed"])
def test_tables_break_no_word_that_people_copy(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """At 80 columns: kinds of permissions, of logins, and every number."""
    jst("ksef", "login")
    zawfa(ksef)
    for each in EVERYTHING:
        give(ksef, HEAD, each)
    wanted = [part for each in EVERYTHING for part in ("--permission", each)]
    said = ("--description", "Program ksiegowy", "--out", str(tmp_path / "token"))
    made = jst("ksef", "tokens", "create", *wanted, *said, *WHY, "--json")
    held = jst("ksef", "grants", *WHY, "--json").json["grants"]
    [session] = jst("ksef", "sessions", "--json").json["sessions"]
    grants = jst("ksef", "grants", *more, *WHY).out
    tokens = jst("ksef", "tokens", "list", *more, *WHY).out
    sessions = jst("ksef", "sessions").out

    assert {"CredentialsManage", *EVERYTHING} <= set(grants.split())
    assert {each["id"] for each in held} <= set(grants.split())
    assert {made.json["reference"], "EnforcementOperations,"} <= set(tokens.split())
    assert {session["reference"], session["method"]} <= set(sessions.split())
    assert 80 >= max(map(len, (grants + tokens + sessions).splitlines()))
