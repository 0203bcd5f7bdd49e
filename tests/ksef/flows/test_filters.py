"""Every filter that KSeF's queries have can be asked for, and narrows what comes."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from accountability.action import Performed
from accountability.model import Purpose
from ksef.access import certificates, filters, permissions, queries, tokens
from ksef.access.acting import Acting
from ksef.access.client import KsefClient
from ksef.access.context import ContextId, ContextType
from ksef.access.details import EntityOfFingerprint, PersonName
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import RequestInvalid
from ksef.access.fingerprint import Fingerprint
from ksef.access.pages import Found
from ksef.access.requests import (
    GrantOfAuthorisation,
    GrantOfEuAdministration,
    GrantToPerson,
    Target,
)
from ksef.access.vat_ue import VatUe
from tests.factories import CASE
from tests.house.tree import ROOT
from tests.jst.simulators.openapi import OpenApi
from tests.ksef.flows.conftest import (
    CLERK,
    GMINA,
    HEAD,
    SCHOOL,
    UNIT,
    Gmina,
    no_sleep,
)
from tests.ksef.flows.recording import TABLE, RecordingTransport, endpoint_of
from vocabulary.errors import IdentifierInvalid

Asks = Callable[[Acting], Iterator[Performed[Found[Any]]]]
PRAHA, BRNO = VatUe("CZ12345678"), VatUe("CZ87654321")
FIRST, SECOND = Fingerprint("A" * 64), Fingerprint("B" * 64)
NAME = PersonName(first_name="Bogusia", last_name="Zmyślona")
READ = ("InvoiceRead",)
QUERIES = sorted(
    name
    for name in ENDPOINTS
    if name.startswith("query_") or name in {"tokens", "certificates_query"}
)


@pytest.fixture(name="acting")
def _acting(gmina: Gmina) -> Acting:
    """A session of the gmina that reviews, over a wire that is written down."""
    transport = RecordingTransport(base=gmina.ksef.url, ca_bundle=gmina.ksef.ca_pem)
    gmina.client = KsefClient(gmina.ksef.url, transport=transport, sleep=no_sleep)
    return gmina.acting(gmina.log_in(), purpose=Purpose.PERMISSION_REVIEW)


def transport_of(acting: Acting) -> RecordingTransport:
    """Give the wire of a session."""
    wire = acting["session"].client.transport
    assert isinstance(wire, RecordingTransport)
    return wire


def give(gmina: Gmina, acting: Acting) -> None:
    """Grant each kind twice, to two holders, with two permissions."""
    changing = gmina.acting(
        acting["session"],  # type: ignore[arg-type]  # the session of `_acting`
    )
    said: dict[str, Any] = {"description": "Bogus: na próbę"}
    for person, scope in ((CLERK, "InvoiceRead"), (HEAD, "InvoiceWrite")):
        asked = GrantToPerson(
            subject=person, permissions=(scope,), details=NAME, **said
        )
        permissions.grant(asked, **changing)
    for scope in ("SelfInvoicing", "TaxRepresentative"):
        authorised = GrantOfAuthorisation(
            subject=SCHOOL, permission=scope, full_name="Bogus: szkoła", **said
        )
        permissions.grant(authorised, **changing)
    for holder, entity in ((FIRST, PRAHA), (SECOND, BRNO)):
        joint = f"{GMINA.reveal()}-{entity.reveal()}"
        abroad = GrantOfEuAdministration(
            subject=holder,
            context=ContextId.parse(ContextType.NIP_VAT_UE, joint),
            name="Bogus s.r.o.",
            address="Praha",
            details=EntityOfFingerprint(full_name="Bogus s.r.o.", address="Praha"),
            **said,
        )
        permissions.grant(abroad, **changing)


def ask_by_every_filter(acting: Acting) -> None:
    """Ask each query by all that it takes."""
    states = filters.State.ACTIVE
    everyone = filters.PersonsFilter(
        author=GMINA,
        holder=CLERK,
        context=GMINA,
        target=Target.ALL_PARTNERS,
        permissions=READ,
        state=states,
    )
    for listing in (
        queries.persons(everyone, **acting),
        queries.own(
            context=GMINA, target=SCHOOL, permissions=READ, state=states, **acting
        ),
        queries.subunits(unit=UNIT, **acting),
        queries.entities(context=SCHOOL, **acting),
        queries.roles(**acting),
        queries.subordinates(unit=SCHOOL, **acting),
        queries.authorisations(
            authorising=GMINA,
            authorised=SCHOOL,
            permissions=("SelfInvoicing",),
            **acting,
        ),
        queries.eu_entities(
            vat_ue=PRAHA, holder=FIRST, permissions=("VatUeManage",), **acting
        ),
        tokens.listed(
            statuses=("Active",), description="program", author=FIRST, **acting
        ),
        certificates.listed(
            serial="0" * 16,
            name="Urząd",
            kind=certificates.CertificateType.AUTHENTICATION,
            status="Active",
            expires_after=datetime(2026, 11, 21, tzinfo=UTC),
            **acting,
        ),
    ):
        list(listing)


def sent(acting: Acting) -> dict[str, set[str]]:
    """Give what each call was asked with, in its body or its address."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in transport_of(acting).seen:
        body = json.loads(each.body) if each.is_json else {}
        found[endpoint_of(each).name] |= {*body, *each.query}
    return found


def test_every_filter_of_our_table_can_be_asked_for(acting: Acting) -> None:
    """A filter that is left out makes an office read more of people than it needs."""
    ask_by_every_filter(acting)
    asked = sent(acting)

    agreed = {
        name: {
            word.rstrip("?")
            for part in ("query", "asks")
            for word in TABLE[name].get(part, "").split()
        }
        for name in QUERIES
    }
    assert agreed == {name: asked[name] for name in QUERIES}


@pytest.mark.real
def test_every_filter_of_the_ministry_can_be_asked_for(acting: Acting) -> None:
    """The official OpenAPI 2.7.0 knows no filter that we do not."""
    path = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
    if not path.is_file():
        pytest.skip("real: the folder of real public data is absent")
    openapi = OpenApi(path)
    ask_by_every_filter(acting)
    seen = transport_of(acting).seen
    asked = sent(acting)

    described = {
        name: openapi.taken(ENDPOINTS[name].method, ENDPOINTS[name].path)
        for name in QUERIES
    }
    assert described == {name: asked[name] for name in QUERIES}
    assert [] == [fault for each in seen for fault in openapi.faults(each)]


@pytest.mark.parametrize(
    ("asks", "count"),
    [
        pytest.param(lambda a: queries.eu_entities(**a), 8, id="all of the EU"),
        pytest.param(lambda a: queries.eu_entities(vat_ue=PRAHA, **a), 4, id="VAT-UE"),
        pytest.param(
            lambda a: queries.eu_entities(holder=SECOND, **a), 4, id="fingerprint"
        ),
        pytest.param(
            lambda a: queries.eu_entities(vat_ue=PRAHA, holder=SECOND, **a),
            0,
            id="fingerprint of another",
        ),
        pytest.param(
            lambda a: queries.eu_entities(permissions=READ, **a), 2, id="EU permission"
        ),
        pytest.param(
            lambda a: queries.authorisations(permissions=("SelfInvoicing",), **a),
            1,
            id="authorisation",
        ),
        pytest.param(
            lambda a: queries.persons(filters.PersonsFilter(permissions=READ), **a),
            1,
            id="permission of a person",
        ),
        pytest.param(
            lambda a: queries.own(state=filters.State.INACTIVE, **a), 0, id="own, none"
        ),
    ],
)
def test_a_filter_narrows_what_comes(
    gmina: Gmina, acting: Acting, asks: Asks, count: int
) -> None:
    """The simulated KSeF heeds it, as the real one is described to."""
    give(gmina, acting)

    [done] = asks(acting)

    assert count == len(done.answer.items)


def test_ones_own_permissions_are_narrowed(gmina: Gmina, acting: Acting) -> None:
    """By kind, by client and by state: a person who has two is shown the one."""
    give(gmina, acting)
    clerk = gmina.ksef.issue_person("clerk", number=CLERK)
    there = gmina.acting(gmina.log_in(who=clerk), purpose=Purpose.PERMISSION_REVIEW)

    def asked(**wanted: Any) -> int:  # noqa: ANN401 - the filters of `own`
        [done] = queries.own(**wanted, **there)
        return len(done.answer.items)

    assert 1 == asked(permissions=READ, state=filters.State.ACTIVE)
    assert 0 == asked(permissions=("InvoiceWrite",))
    assert 0 == asked(target=SCHOOL)
    assert 0 == asked(target=Target.ALL_PARTNERS)


def test_an_eu_grant_accounts_for_its_holder_and_its_entity(
    gmina: Gmina, acting: Acting
) -> None:
    """Whoever searches the log for a certificate finds who looked at what it may do."""
    give(gmina, acting)

    list(queries.eu_entities(vat_ue=PRAHA, **acting))

    [*_, outcome] = gmina.log()
    disclosed = outcome["disclosed"]
    assert isinstance(disclosed, list)
    key = gmina.trail.current_key(CASE)
    assert {key.blind_index(each) for each in (GMINA, FIRST, PRAHA)} == {
        each["index"] for each in disclosed
    }


def test_tokens_are_narrowed_by_author_and_no_number_stands_in_the_address(
    gmina: Gmina, acting: Acting
) -> None:
    """
    The API takes the author in the address, which logs of others keep.

    Holds: docs/limitations.md; house style, rule 40.
    """
    changing = gmina.acting(
        acting["session"],  # type: ignore[arg-type]  # the session of `_acting`
        purpose=Purpose.CREDENTIALS,
    )
    tokens.create(READ, "Program dziedzinowy", **changing)

    [by_office] = tokens.listed(author=GMINA, description="program", **changing)
    [by_clerk] = tokens.listed(author=CLERK, **changing)
    [by_card] = tokens.listed(author=FIRST, **changing)
    [others] = tokens.listed(description="inny", **changing)

    assert (1, 0, 0, 0) == tuple(
        len(each.answer.items) for each in (by_office, by_clerk, by_card, others)
    )
    addresses = [str(each.query) for each in transport_of(acting).seen]
    assert [] == [each for each in addresses if GMINA.reveal() in each]
    assert any(FIRST.reveal() in each for each in addresses)


@pytest.mark.parametrize("description", ["ab", f"dla {CLERK.reveal()}"])
def test_a_description_that_may_not_stand_in_an_address_is_refused(
    gmina: Gmina, acting: Acting, description: str
) -> None:
    """Before anything leaves, and before anything is logged."""
    before = len(gmina.log())

    with pytest.raises(RequestInvalid):
        list(tokens.listed(description=description, **acting))

    assert before == len(gmina.log())


@pytest.mark.parametrize("text", ["", "  ", "12345678", "PL1234563218", "CZ1"])
def test_what_is_no_eu_vat_number_is_refused(text: str) -> None:
    """KSeF's own description of the number decides."""
    with pytest.raises(IdentifierInvalid):
        VatUe(text)


def test_an_eu_vat_number_is_shown_by_its_country_alone() -> None:
    """The numbers of some states have two digits."""
    assert "VatUe(RO***)" == repr(VatUe("ro12"))
