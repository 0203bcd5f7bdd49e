"""`jst ksef after-zawfa`: the request it writes is one that can be sent."""

import json
from pathlib import Path

import pytest

from jst.cli.ksef_own_grant import own_grant, to_fill_in
from jst.demo import OFFICE_NIP
from jst.simulators.ksef import KsefSimulator
from ksef.access.context import ContextId
from ksef.access.messages_permissions import PersonGrant
from tests.jst.conftest import CASE, Jst
from tests.jst.ksef_world import HEAD, give, zawfa
from vocabulary.identifiers import Nip

WHY = ("--case", CASE)
CONTEXT = ContextId.parse("Nip", "9990000008")


def grant_of(kind: str, value: str | None) -> PersonGrant:
    """Make a grant of KSeF's own, which names nobody."""
    return PersonGrant.model_validate(
        {
            "id": "0" * 36,
            "authorizedIdentifier": {"type": kind, "value": value},
            "authorIdentifier": {"type": "System"},
            "permissionScope": "CredentialsManage",
            "startDate": "2026-11-01T08:00:00+01:00",
        }
    )


@pytest.mark.parametrize(
    "details", [{}, {"subjectPersonDetails": None}], ids=["absent", "null"]
)
def test_the_request_passes_our_own_judge(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, details: dict[str, object]
) -> None:
    """KSeF names nobody in what a ZAW-FA gave; the certificate does."""
    zawfa(ksef, details=details)
    jst("ksef", "login", "--as", "zawfa")
    out = tmp_path / "wniosek.json"
    ran = jst("ksef", "after-zawfa", "--as", "zawfa", *WHY, "--out", str(out))
    request = json.loads(out.read_text("utf-8"))
    judged = jst("ksef", "check-grant", str(out))

    assert (0, 0) == (ran.status, judged.status)
    assert {"type", "value"} == set(request["context"])
    assert all(request["subjectDetails"]["personById"].values())
    assert "permissions.grant" in ran.out
    assert "jst ksef login --as zawfa" in ran.out


def test_the_request_tells_whose_context_it_is(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Or the judge could not ask the law, and said so of a file that we had made."""
    ksef.introduce_units(Nip(OFFICE_NIP), [])
    zawfa(ksef)
    jst("ksef", "login", "--as", "zawfa")
    out = tmp_path / "wniosek.json"
    ran = jst("ksef", "after-zawfa", "--as", "zawfa", *WHY, "--out", str(out), "--json")
    judged = jst("ksef", "check-grant", str(out), "--json").json

    assert ["LocalGovernmentUnit"] == json.loads(out.read_text("utf-8"))["roles"]
    assert {"ksef.grant.law_allows"} == {each["rule"] for each in judged["findings"]}
    assert 3 == len(ran.json["actions"])


def test_where_nothing_is_to_be_requested_no_roles_are_asked_for(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Each question is an action of the log, and one that serves nothing is none."""
    zawfa(ksef)
    give(ksef, HEAD, "InvoiceRead")
    give(ksef, HEAD, "InvoiceWrite")
    jst("ksef", "login", "--as", "zawfa")
    out = str(tmp_path / "wniosek.json")
    ran = jst("ksef", "after-zawfa", "--as", "zawfa", *WHY, "--out", out, "--json")

    assert ([], None, 2) == (
        ran.json["missing"],
        ran.json["request"],
        len(ran.json["actions"]),
    )


def test_each_step_names_its_provision_with_the_act(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """By rules of the book: § alone names no law, and one of 2021 is none of today."""
    zawfa(ksef)
    jst("ksef", "login", "--as", "zawfa")
    steps = jst("ksef", "after-zawfa", "--as", "zawfa", *WHY, "--json").json["steps"]
    representative = "§ 3 (zarządzanie uprawnieniami: przedstawiciel jednostki)"

    assert "§ 3 ust. 1 pkt 1, Dz.U. 2025 poz. 1815" in steps[0]
    assert f"{representative}, Dz.U. 2025 poz. 1815" in steps[-1]
    assert "§ 2" not in " ".join(steps)


def test_an_owner_hears_that_nothing_was_written(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A file that is not there must not be looked for."""
    jst("ksef", "login")
    out = tmp_path / "wniosek.json"
    ran = jst("ksef", "after-zawfa", *WHY, "--out", str(out))

    assert 0 == ran.status
    assert "nie zapisano" in ran.out
    assert not out.exists()
    assert ksef.received


def test_what_nobody_tells_is_to_be_filled_in() -> None:
    """An empty field is refused by check-grant; a made-up one would not be."""
    made = own_grant(
        [grant_of("Pesel", "44051401359")],
        ["InvoiceRead"],
        context=CONTEXT,
        roles=(),
        names=("", ""),
    )

    assert made is not None
    assert ["firstName", "lastName"] == to_fill_in(made)


def test_a_fingerprint_has_details_of_its_own() -> None:
    """Its holder's number is not in the certificate, so it is left to be told."""
    made = own_grant(
        [grant_of("System", None), grant_of("Fingerprint", "A" * 64)],
        ["InvoiceRead"],
        context=CONTEXT,
        roles=(),
        names=("Bogusia", "Zmyślona"),
    )

    assert made is not None
    assert (
        "PersonByFingerprintWithIdentifier"
        == (made["subjectDetails"]["subjectDetailsType"])
    )
    assert ["value"] == to_fill_in(made)


def test_without_a_number_there_is_no_request() -> None:
    """KSeF alone has spoken; nobody can be named."""
    made = own_grant(
        [grant_of("System", None)],
        ["InvoiceRead"],
        context=CONTEXT,
        roles=(),
        names=("A", "B"),
    )

    assert None is made
