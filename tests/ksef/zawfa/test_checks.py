"""What the checks say: each with a notice that it stops, and notices that it passes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ksef.model import Body, ZawFaPurpose
from ksef.zawfa.checks import check
from ksef.zawfa.checks_parts import check_change
from ksef.zawfa.checks_route import check_today
from ksef.zawfa.model import (
    EarlierPerson,
    IdentityDocument,
    LocalGovernment,
    Notice,
    Person,
    Route,
    UniqueData,
)
from tests.house import code
from tests.ksef.zawfa.notices import (
    COMMUNE,
    COMPANY,
    EIGHT,
    GOOD,
    GRANT,
    HASH,
    IN_2023,
    NIP,
    NOW,
    OWN_SIGNATURE,
    PESEL,
    REVOKE,
    SEAL,
    STRANGER,
    WITHOUT_ID,
    WOMAN,
    signing,
)
from vocabulary.errors import IdentifierFault
from vocabulary.finding import Severity
from vocabulary.identifiers import Nip


def of_filer(notice: Notice, **changes: Any) -> Notice:  # noqa: ANN401 - any field
    """Change the filer."""
    return replace(notice, filer=replace(notice.filer, **changes))


def of_person(notice: Notice, **changes: Any) -> Notice:  # noqa: ANN401 - any field
    """Change the person."""
    [person] = notice.persons
    return replace(notice, persons=(replace(person, **changes),))


def of_seat(notice: Notice, **changes: str) -> Notice:
    """Change the address of the filer."""
    return of_filer(notice, address=replace(notice.filer.address, **changes))


def documented(**changes: str) -> Notice:
    """Change the document of the person without numbers."""
    document = IdentityDocument(kind="paszport", number="BOGUS0001", country="CZ")
    return of_person(WITHOUT_ID, document=replace(document, **changes))


def at(notice: Notice, day: date) -> Notice:
    """File on another day."""
    return replace(notice, filing_on=day)


JST = replace(COMMUNE.filer, local_government=LocalGovernment.COUNTY)
REGION = replace(COMMUNE.filer, local_government=LocalGovernment.VOIVODESHIP)
SCHOOL = {"body": Body.LOCAL_BUDGET_UNIT}
NO_CONTACT = replace(COMPANY.contact, email="", phone="")
FIRST_E_DAY = date(2026, 2, 10)

OF_CERTIFICATES = {
    "zawfa.certificate_expired",
    "zawfa.certificate_kind",
    "zawfa.fingerprint_differs",
    "zawfa.seal_fits",
    "zawfa.seal_kind",
    "zawfa.seal_validity",
    "zawfa.seal_not_qualified",
    "zawfa.seal_without_nip",
    "zawfa.seal_other_nip",
}  # tests/ksef/zawfa/test_certificate.py
# notice, code, field, provision (how it begins; empty: a clause instead)
STOPPED: list[tuple[Notice, str, str, str]] = [
    (at(GRANT, date(2021, 12, 31)), "zawfa.too_early", "Dzień złożenia", "§ 4 ust. 1"),
    (at(GRANT, IN_2023), "zawfa.form_not_seen", "Dzień złożenia", "załącznik"),
    (of_filer(at(GRANT, IN_2023), **SCHOOL), "zawfa.unit", "Rodzaj podmiotu", "§ 4"),
    (of_filer(NOW, **SCHOOL), "zawfa.unit", "7", "§ 4 ust. 1b pkt 1"),
    (of_filer(NOW, body=Body.VAT_GROUP_MEMBER), "zawfa.unit", "7", "§ 4 ust. 1b pkt 2"),
    (of_filer(NOW, body=Body.BRANCH), "zawfa.unit", "7", "§ 4 ust. 1b pkt 3"),
    (
        of_filer(NOW, can_authenticate=True),
        "zawfa.can_authenticate",
        "Możliwość uwierzytelnienia",
        "§ 5 ust. 1",
    ),
    (
        of_filer(GRANT, can_authenticate=None),
        "zawfa.authentication_not_told",
        "Możliwość uwierzytelnienia",
        "§ 4 ust. 1",
    ),
    (
        replace(GRANT, purpose=ZawFaPurpose.REVOKE_ALL, persons=()),
        "zawfa.purpose_not_on_form",
        "6",
        "§ 4 ust. 1",
    ),
    (of_filer(GRANT, body=Body.SOLE_TRADER), "zawfa.natural_person", "7", "§ 4 ust. 1"),
    (
        of_filer(OWN_SIGNATURE, body=Body.COMPANY, signers_required=1),
        "zawfa.own_signature",
        "6",
        "§ 5 ust. 2",
    ),
    (
        replace(NOW, earlier=EarlierPerson.LIVE),
        "zawfa.revoke_first",
        "Osoba wskazana wcześniej",
        "§ 5 ust. 1",
    ),
    (
        at(replace(GRANT, earlier=EarlierPerson.LIVE), IN_2023),
        "zawfa.revoke_first",
        "Osoba wskazana wcześniej",
        "§ 4 ust. 1a",
    ),
    (
        replace(NOW, earlier=None),
        "zawfa.earlier_not_told",
        "Osoba wskazana wcześniej",
        "§ 5 ust. 1",
    ),
    (
        replace(GRANT, route=Route.E_US),
        "zawfa.paper_only",
        "Sposób złożenia",
        "§ 4 ust. 1",
    ),
    (
        at(replace(NOW, route=Route.E_US), FIRST_E_DAY - timedelta(days=1)),
        "zawfa.not_electronic_yet",
        "Sposób złożenia",
        "§ 5",
    ),
    (
        replace(SEAL, filer=OWN_SIGNATURE.filer, signers=signing(1)),
        "zawfa.natural_person",
        "7",
        "§ 5 ust. 1",
    ),
    (replace(GRANT, persons=()), "zawfa.one_person", "Osoba uprawniona", "załącznik"),
    (replace(NOW, persons=(WOMAN,) * 2), "zawfa.one_person", "Osoba uprawniona", "§ 5"),
    (
        at(replace(GRANT, persons=()), IN_2023),
        "zawfa.one_person",
        "Osoba uprawniona",
        "§ 4 ust. 1a",
    ),
    (
        replace(OWN_SIGNATURE, persons=(WOMAN,)),
        "zawfa.part_c_empty",
        "Osoba uprawniona",
        "załącznik, objaśnienie 3",
    ),
    (
        of_person(GRANT, identifier=None),
        "zawfa.identifier_missing",
        "21",
        "załącznik, objaśnienie 6",
    ),
    (
        of_person(WITHOUT_ID, birth_date=None),
        "zawfa.data_without_id",
        "24",
        "załącznik, objaśnienie 6",
    ),
    (documented(kind=""), "zawfa.data_without_id", "25", "załącznik"),
    (documented(number=""), "zawfa.data_without_id", "26", "załącznik"),
    (documented(country=""), "zawfa.data_without_id", "27", "załącznik"),
    (
        replace(WITHOUT_ID, unique_data=None),
        "zawfa.fingerprint_missing",
        "39",
        "załącznik, objaśnienie 8",
    ),
    (
        replace(SEAL, unique_data=None),
        "zawfa.fingerprint_missing",
        "Dane unikalne (SHA-256 certyfikatu)",
        "załącznik",
    ),
    (
        replace(GRANT, unique_data=UniqueData(fingerprint=HASH)),
        "zawfa.fingerprint_not_wanted",
        "39",
        "załącznik, objaśnienie 8",
    ),
    (
        replace(OWN_SIGNATURE, unique_data=UniqueData(fingerprint=HASH[:-1])),
        "zawfa.fingerprint_shape",
        "39",
        "załącznik, poz. 39",
    ),
    (
        replace(SEAL, unique_data=UniqueData(fingerprint=HASH + "00")),
        "zawfa.fingerprint_shape",
        "Dane unikalne (SHA-256 certyfikatu)",
        "załącznik",
    ),
    (
        replace(OWN_SIGNATURE, unique_data=UniqueData(fingerprint=HASH, has_id=True)),
        "zawfa.certificate_has_id",
        "39",
        "§ 5 ust. 2",
    ),
    (
        replace(SEAL, unique_data=UniqueData(fingerprint=HASH, has_id=True)),
        "zawfa.certificate_has_id",
        "Dane unikalne (SHA-256 certyfikatu)",
        "§ 5 (dane unikalne pieczęci)",
    ),
    (
        replace(
            GOOD["own_signature_now"],
            unique_data=UniqueData(fingerprint=HASH, has_id=True),
        ),
        "zawfa.certificate_has_id",
        "Dane unikalne (SHA-256 certyfikatu)",
        "§ 5 (dane unikalne podpisu)",
    ),
    (
        of_filer(GRANT, nip=IdentifierFault.CHECKSUM),
        "zawfa.identifier",
        "1",
        "załącznik, poz. 1",
    ),
    (of_filer(GRANT, nip=None), "zawfa.empty", "1", "załącznik, poz. 1"),
    (
        of_person(GRANT, identifier=IdentifierFault.SHAPE),
        "zawfa.identifier",
        "21",
        "załącznik, poz. 21",
    ),
    (
        of_person(GRANT, identifier=IdentifierFault.KIND),
        "zawfa.identifier",
        "21",
        "załącznik, poz. 21",
    ),
    (of_filer(GRANT, name=" "), "zawfa.empty", "8", "załącznik, poz. 8"),
    (of_seat(GRANT, town=""), "zawfa.empty", "16", "załącznik, poz. 16"),
    (replace(GRANT, addressee="U" * 101), "zawfa.too_long", "5", ""),
    (of_seat(GRANT, postcode="00-001-002"), "zawfa.too_long", "17", ""),
    (
        of_seat(GRANT, street="Wzorcowa\x1b"),
        "zawfa.controls",
        "13",
        "załącznik, poz. 13",
    ),
    (of_seat(GRANT, country="XX"), "zawfa.country", "9", "załącznik, poz. 9"),
    (documented(country="Czechy"), "zawfa.country", "27", "załącznik, poz. 27"),
    (documented(number="1" * 51), "zawfa.too_long", "26", ""),
    (
        of_person(WITHOUT_ID, birth_date=date(1899, 1, 1)),
        "zawfa.birth_date",
        "24",
        "załącznik, poz. 24",
    ),
    (
        of_person(WITHOUT_ID, birth_date=GRANT.filing_on + timedelta(days=1)),
        "zawfa.birth_date",
        "24",
        "załącznik, poz. 24",
    ),
    (
        of_person(GRANT, birth_date=date(1980, 1, 1)),
        "zawfa.birth_date_differs",
        "24",
        "załącznik, poz. 24",
    ),
    (
        of_filer(GRANT, contact=NO_CONTACT),
        "zawfa.email_missing",
        "19",
        "załącznik, objaśnienie 5",
    ),
    (of_filer(NOW, contact=NO_CONTACT), "zawfa.email_missing", "10", "załącznik"),
    (
        of_person(GRANT, contact=NO_CONTACT),
        "zawfa.email_missing",
        "38",
        "załącznik, objaśnienie 7",
    ),
    (
        of_filer(GRANT, contact=replace(COMPANY.contact, email="biuro")),
        "zawfa.email",
        "19",
        "załącznik, poz. 19",
    ),
    (
        replace(GRANT, signers=(*signing(1), replace(signing(1)[0], position=""))),
        "zawfa.empty",
        "46",
        "załącznik, poz. 46",
    ),
    (
        of_filer(COMMUNE, local_government=None),
        "zawfa.local_government_missing",
        "Rodzaj jednostki samorządu terytorialnego",
        "załącznik",
    ),
    (
        of_filer(GRANT, signers_required=None),
        "zawfa.representation_missing",
        "Podpisy",
        "załącznik, objaśnienie 9",
    ),
    (
        replace(GRANT, signers=signing(1)),
        "zawfa.signers",
        "Podpisy",
        "załącznik, objaśnienie 9",
    ),
    (
        replace(OWN_SIGNATURE, signers=signing(2)),
        "zawfa.signers",
        "Podpisy",
        "załącznik, objaśnienie 9",
    ),
    (
        replace(COMMUNE, signers=signing(1, "skarbnik")),
        "zawfa.representation",
        "Podpisy",
        "art. 31",
    ),
    (
        replace(COMMUNE, signers=signing(2, "wójt")),
        "zawfa.representation",
        "Podpisy",
        "art. 31",
    ),
    (
        replace(COMMUNE, filer=JST, signers=signing(1, "starosta")),
        "zawfa.representation",
        "Podpisy",
        "art. 48",
    ),
    (
        replace(COMMUNE, filer=REGION, signers=signing(2, "członek zarządu")),
        "zawfa.representation",
        "Podpisy",
        "art. 57",
    ),
]
WARNED: list[tuple[Notice, str, str, str]] = [
    (
        replace(NOW, route=Route.EPUAP),
        "zawfa.epuap",
        "Sposób złożenia",
        "art. 147 ust. 1",
    ),
    (
        of_person(GRANT, birth_date=PESEL.birth_date),
        "zawfa.data_beside_id",
        "24",
        "załącznik, objaśnienie 6",
    ),
    (
        of_person(NOW, contact=NO_CONTACT),
        "zawfa.email_advised",
        "Adres e-mail osoby uprawnionej",
        "załącznik",
    ),
    (
        of_filer(GRANT, contact=replace(COMPANY.contact, phone="")),
        "zawfa.phone_advised",
        "18",
        "załącznik, poz. 18",
    ),
    (
        replace(OWN_SIGNATURE, signers=signing(1, "podatnik")),
        "zawfa.signer_not_taxpayer",
        "Podpisy",
        "załącznik, objaśnienie 3",
    ),
    (
        replace(
            COMMUNE,
            signers=(*signing(1, "zastępca burmistrza"), *signing(1, "sekretarz")),
        ),
        "zawfa.authorised_signer",
        "Podpisy",
        "art. 31 i 46",
    ),
    (
        replace(
            COMMUNE,
            filer=JST,
            signers=(*signing(1, "starosta"), *signing(1, "skarbnik")),
        ),
        "zawfa.authorised_signer",
        "Podpisy",
        "art. 48",
    ),
    (EIGHT, "zawfa.copies", "4", "załącznik, objaśnienie 9"),
]
PASSED: dict[str, Notice] = {
    **GOOD,
    "a county": replace(COMMUNE, filer=JST, signers=signing(2)),
    "a region": replace(
        COMMUNE,
        filer=REGION,
        signers=(*signing(1, "Marszałek województwa"), *signing(1)),
    ),
    "an acting head": replace(COMMUNE, signers=signing(1, "P.o. wójta gminy")),
    "a commissioner": replace(COMMUNE, signers=signing(1, "pełniąca funkcję wójta")),
    "a deputy": replace(COMMUNE, signers=signing(1, "Zastępca  wójta")),
    "in e-US": replace(NOW, filing_on=FIRST_E_DAY, route=Route.E_US),
    "a person by NIP": of_person(GRANT, identifier=NIP),
    "a school in 2022": of_filer(GRANT, **SCHOOL),
    "a second person in 2022": replace(GRANT, earlier=EarlierPerson.REVOKED),
    "a revocation": REVOKE,
    "a signature without numbers": replace(
        of_person(GRANT, signature_without_id=True),
        unique_data=UniqueData(fingerprint=HASH.upper()),
    ),
}


def told(notice: Notice) -> list[tuple[str, str, str]]:
    """Give severity, code and field of what is found."""
    return [(each.severity, each.rule, each.field) for each in check(notice)]


@pytest.mark.parametrize("notice", PASSED.values(), ids=PASSED)
def test_a_good_notice_is_not_stopped(notice: Notice) -> None:
    """A check that cannot pass is no check."""
    assert [] == [each for each in told(notice) if each[0] == Severity.ERROR]


@pytest.mark.parametrize(
    ("notice", "rule", "field", "provision"),
    STOPPED,
    ids=[f"{rule}-{number}" for number, (_, rule, *_) in enumerate(STOPPED)],
)
def test_an_error_has_its_field_and_its_provision(
    notice: Notice, rule: str, field: str, provision: str
) -> None:
    """Each check stops what it is there for, and names field and provision."""
    [found] = [each for each in check(notice) if each.rule == rule]

    assert (Severity.ERROR, field) == (found.severity, found.field)
    assert (found.ref.provision if found.ref else "").startswith(provision)
    assert bool(provision) is bool(found.ref)


@pytest.mark.parametrize(
    ("notice", "rule", "field", "provision"),
    WARNED,
    ids=[rule for _, rule, *_ in WARNED],
)
def test_a_warning_stops_nothing(
    notice: Notice, rule: str, field: str, provision: str
) -> None:
    """What is only advised must not keep an office from filing."""
    found = check(notice)
    [one] = [each for each in found if each.rule == rule]

    assert (Severity.WARNING, field) == (one.severity, one.field)
    assert one.ref is not None
    assert one.ref.provision.startswith(provision)
    assert [] == [each for each in found if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "notice",
    [each for each, *_ in (*STOPPED, *WARNED)],
    ids=range(len(STOPPED + WARNED)),
)
def test_every_finding_has_its_source(notice: Notice) -> None:
    """Whoever is refused wants to read where it is written, and who has read it."""
    found = check(notice)
    second_hand = [each for each in found if each.ref and not each.ref.text_seen]

    assert all(each.ref or each.clause for each in found)
    assert all(each.message.endswith("źródła wtórnego.)") for each in second_hand)


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2026, 1, 31)])
def test_the_form_that_was_not_seen_is_the_annex_of_its_own_day(day: date) -> None:
    """An annex of 2025 was no law in 2023; what was not read says so."""
    [found] = [
        each for each in check(at(GRANT, day)) if each.rule == "zawfa.form_not_seen"
    ]

    assert found.ref is not None
    assert ("załącznik", "Dz.U. 2021 poz. 2481", False) == (
        found.ref.provision,
        found.ref.act,
        found.ref.text_seen,
    )


@pytest.mark.parametrize(
    ("body", "day", "refused"),
    [
        (Body.LOCAL_BUDGET_UNIT, date(2022, 12, 31), False),
        (Body.LOCAL_BUDGET_UNIT, date(2023, 1, 1), True),
        (Body.VAT_GROUP_MEMBER, date(2022, 12, 31), False),
        (Body.VAT_GROUP_MEMBER, date(2023, 1, 1), True),
        (Body.BRANCH, date(2023, 8, 31), False),
        (Body.BRANCH, date(2023, 9, 1), True),
        (Body.BRANCH, date(2026, 1, 31), True),
        (Body.BRANCH, date(2026, 2, 1), True),
    ],
)
def test_a_unit_is_refused_since_the_day_of_its_provision(
    body: Body, day: date, refused: bool
) -> None:
    """Holds: § 4 ust. 1b; before it, who can authenticate is told that and no other."""
    rules = {
        rule
        for _, rule, _ in told(
            of_filer(at(GRANT, day), body=body, can_authenticate=True)
        )
    }

    assert refused is ("zawfa.unit" in rules)
    assert refused is not ("zawfa.can_authenticate" in rules)


def test_a_secondary_source_is_said_to_be_one() -> None:
    """Holds: house style, rule 19."""
    [found] = [
        each
        for each in check(replace(NOW, earlier=EarlierPerson.LIVE))
        if each.rule == "zawfa.revoke_first"
    ]

    assert found.message.endswith("(Według źródła wtórnego.)")


def test_what_the_law_does_not_allow_is_stopped_also_without_words_of_its_own() -> None:
    """The regulation knows no "zmiana"; a purpose nobody thought of is refused."""
    change = told(replace(NOW, purpose=ZawFaPurpose.CHANGE, persons=()))
    bailiff = told(of_filer(OWN_SIGNATURE, body=Body.BAILIFF))

    assert (Severity.ERROR, "zawfa.not_by_law", "6") in change
    assert [(Severity.ERROR, "zawfa.not_by_law", "6")] == bailiff


@pytest.mark.parametrize(
    ("notice", "clause"),
    [
        (of_seat(GRANT, postcode="00-001-002"), "ElementarneTypyDanych_v10-0E"),
        (of_seat(GRANT, commune="G" * 101), "miejsce na naszym druku"),
    ],
)
def test_a_length_says_whose_it_is(notice: Notice, clause: str) -> None:
    """What we chose ourselves does not lean on the Ministry."""
    assert [clause] == [each.clause for each in check(notice)]


def test_two_persons_are_one_finding() -> None:
    """What is said twice in two ways looks like two faults."""
    rules = [rule for _, rule, _ in told(replace(NOW, persons=(WOMAN, STRANGER)))]

    assert ["zawfa.one_person"] == rules


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (WOMAN, WOMAN, ["zawfa.same_person"]),
        (WOMAN, STRANGER, []),
        (STRANGER, STRANGER, []),
        (replace(WOMAN, identifier=NIP), WOMAN, []),
    ],
    ids=["the same", "another", "without numbers", "another number"],
)
def test_a_change_of_person_is_to_another_one(
    before: Person, after: Person, expected: list[str]
) -> None:
    """Filed like that, the second notice gives back what the first has taken."""
    grant = replace(NOW, persons=(after,))
    found = check_change(replace(REVOKE, persons=(before,)), grant)

    assert expected == [each.rule for each in found]
    assert [] == list(check_change(replace(REVOKE, persons=()), grant))


@pytest.mark.parametrize(
    ("notice", "days_later", "expected"),
    [
        (NOW, 0, ""),
        (NOW, -1, ""),
        (NOW, 1, ""),
        (GRANT, 241, ""),
        (GRANT, 242, "dziś obowiązuje ZAW-FA(2)."),
        (GRANT, 1662, "dziś obowiązuje ZAW-FA(3)."),
    ],
)
def test_a_form_that_is_no_longer_in_use_is_told(
    notice: Notice, days_later: int, expected: str
) -> None:
    """A wrong year makes a form that the office sends back."""
    today = notice.filing_on + timedelta(days=days_later)
    said = "".join(each.message for each in check_today(notice, today))

    assert said.endswith(expected)
    assert bool(said) is bool(expected)


def test_every_check_is_tried() -> None:
    """A check without a test can be broken by anybody."""
    written = {rule for rule in code.checks() if rule.startswith("zawfa.")}
    tried = {rule for _, rule, *_ in (*STOPPED, *WARNED)} | {
        "zawfa.not_by_law",
        "zawfa.same_person",
        "zawfa.day_passed",
    }

    assert set() == written - tried - OF_CERTIFICATES


def test_nothing_of_a_person_is_repeated() -> None:
    """A finding stands in logs and on screens; numbers stay masked in every repr."""
    notice = replace(WITHOUT_ID, persons=(STRANGER, WOMAN))
    text = repr(notice) + repr(check(notice))

    assert PESEL.reveal() not in text
    assert NIP.reveal() not in text
    assert "BOGUS0001" not in text


@pytest.mark.parametrize("person", [WOMAN, STRANGER], ids=["known", "stranger"])
def test_the_person_of_a_second_copy_is_the_same(person: Person) -> None:
    """Copies differ in their signers only."""
    notice = replace(EIGHT, persons=(person,))

    assert (2, 6, 2) == (
        notice.copies,
        len(notice.signers_of(1)),
        len(notice.signers_of(2)),
    )
    assert Nip.parse(NIP.reveal()) in notice.subjects
