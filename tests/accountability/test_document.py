"""A document that was made is an entry, before anybody gets it."""

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest

from accountability import law
from accountability.document import document_made
from accountability.errors import ActionDenied
from accountability.model import Role, System
from accountability.trail import AuditTrail
from ledger.model import Appended
from tests.factories import CASE, MANDATOR_NIP, an_actor
from tests.world import entries
from vocabulary.identifiers import ForeignTaxId, Identifier

MADE = b"%PDF bogus"


FOREIGNER = ForeignTaxId.parse("CZ:AB704711")


def make(
    trail: AuditTrail,
    case: str = CASE,
    subjects: Sequence[Identifier] = (MANDATOR_NIP,),
    **actor: object,
) -> Appended:
    """Write that a document about the mandator was made."""
    return document_made(
        trail,
        an_actor(**actor),
        MADE,
        operation="zawfa-notice",
        system=System.KSEF,
        case=case,
        subjects=subjects,
    )


def test_the_entry_says_who_made_what_for_which_case(trail: AuditTrail) -> None:
    """Holds: design, section 3: producing a document is an entry of its own kind."""
    made = make(trail)

    entry: dict[str, Any] = entries(trail)[-1]
    assert ("document", made.id) == (entry["kind"], entry["id"])
    assert ("zawfa-notice", "ksef") == (entry["operation"], entry["system"])
    assert (CASE, "clerk") == (entry["case"]["number"], entry["actor"]["role"])


def test_whom_it_is_about_is_sealed_and_can_be_searched_for(trail: AuditTrail) -> None:
    """The officer finds it by blind index; nobody reads it in clear."""
    make(trail)

    entry: dict[str, Any] = entries(trail)[-1]
    [subject] = entry["subjects"]
    assert trail.current_key(CASE).blind_index(MANDATOR_NIP) == subject["index"]
    assert MANDATOR_NIP.reveal() not in str(entry)


def test_the_digest_is_salted_and_can_be_recomputed_with_the_key(
    trail: AuditTrail,
) -> None:
    """Holds: docs/ledger-format.md, "Digests": no bare hash of what holds a PESEL."""
    made = make(trail)

    entry: dict[str, Any] = entries(trail)[-1]
    salt = trail.current_key(CASE).question_salt(made.id)
    assert hashlib.sha256(salt + MADE).hexdigest() == entry["document_digest"]


@pytest.mark.parametrize(
    ("case", "actor", "rule"),
    [
        ("", {}, "action.case.missing"),
        ("not one of ours", {}, "action.case.pattern"),
        (CASE, {"role": Role.OFFICER}, law.ADEQUATE_PERMISSIONS.id),
        (CASE, {"name": "system"}, law.ONE_NATURAL_PERSON.id),
    ],
)
def test_what_is_denied_is_an_entry_and_no_document(
    case: str, actor: dict[str, Any], rule: str, trail: AuditTrail
) -> None:
    """Who tried is known; the digest of what was not handed out is not kept."""
    with pytest.raises(ActionDenied) as denied:
        make(trail, case, **actor)

    entry: dict[str, Any] = entries(trail)[-1]
    assert [rule] == [each.rule for each in denied.value.findings]
    assert ("denied", [rule]) == (entry["kind"], entry["rules"])
    assert "document_digest" not in entry


def test_a_denied_entry_names_no_subject_that_stood_in_the_name(
    trail: AuditTrail,
) -> None:
    """A foreign number has no shape of its own: only the subjects tell that it is one.

    Holds: ADR-0013; nothing that identifies a subject is written in clear.
    """
    with pytest.raises(ActionDenied):
        make(trail, subjects=(FOREIGNER,), name="Anna AB704711")

    assert "AB704711" not in str(entries(trail)[-1])
