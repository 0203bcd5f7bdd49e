"""The places where readers of the regulation go wrong, word by word."""

from dataclasses import replace
from datetime import date

import pytest

from ksef.errors import QuestionInvalid
from ksef.law.bodies import BODIES_106C, LOCAL_UNITS, NOTES, UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer
from ksef.law.question import (
    ByZawFa,
    MayGrant,
    MayHold,
    OpenInvoice,
    Question,
    Regulated,
)
from ksef.model import (
    LEGAL_KIND,
    Body,
    Datum,
    Holder,
    InvoiceDatum,
    Matter,
    Means,
    Namer,
    Permission,
    Step,
    Subject,
    SystemPermission,
    Way,
    ZawFaPurpose,
)
from tests.ksef.law.cases import (
    BAILIFFS,
    GRANT,
    SCHOOL,
    UNIT,
    data,
    hold,
    login,
    opens,
    represents,
    zawfa,
)

OLD = date(2022, 6, 1)
MID = date(2023, 6, 1)
DAY = date(2024, 5, 1)
NEW = date(2026, 3, 2)
YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.CANNOT_TELL
OUTSIDE, NOT_THEN = Answer.NOT_APPLICABLE, Answer.NOT_IN_FORCE
MANAGE, INVOICES = Permission.MANAGE, Permission.INVOICES
ISSUE, ACCESS = Permission.ISSUE, Permission.ACCESS


def answer(question: Question, on: date = DAY) -> Answer:
    """Give the bare answer."""
    return decide(question, on=on).answer


@pytest.mark.parametrize("part", [INVOICES, ISSUE, ACCESS])
def test_issuing_or_access_is_one_kind_of_which_ksef_makes_two(
    part: Permission,
) -> None:
    """Holds: § 2 ust. 1 pkt 2."""
    decision = decide(hold(part, by=Namer.TAXPAYER), on=DAY)

    assert "ksef.kind.invoices" in decision.rules
    assert "ksef.system.two_permissions" in [
        each.id for each in decision.system_differs
    ]


@pytest.mark.parametrize(
    ("by", "context", "expected"),
    [
        (Namer.ENFORCEMENT_AUTHORITY, Body.ENFORCEMENT_AUTHORITY, YES),
        (Namer.BAILIFF, Body.BAILIFF, NO),
    ],
)
def test_only_an_enforcement_authority_names_a_manager(
    by: Namer, context: Body, expected: Answer
) -> None:
    """Holds: § 2 ust. 2 pkt 3 lit. b reaches art. 106c pkt 1 only."""
    assert expected is answer(hold(MANAGE, by=by, context=context))


@pytest.mark.parametrize("body", [Body.BAILIFF, Body.ENFORCEMENT_AUTHORITY])
def test_nobody_is_the_taxpayer_in_the_context_of_a_body_of_106c(body: Body) -> None:
    """The debtor is, and he names nobody there."""
    assert NO is answer(hold(MANAGE, by=Namer.TAXPAYER, context=body))
    assert NO is answer(hold(INVOICES, by=Namer.TAXPAYER, context=body))


BY_LAW = {
    Body.ENFORCEMENT_AUTHORITY: Holder.ENFORCEMENT_AUTHORITY,
    Body.BAILIFF: Holder.BAILIFF,
}
NAMES_AS = {
    Body.ENFORCEMENT_AUTHORITY: Namer.ENFORCEMENT_AUTHORITY,
    Body.BAILIFF: Namer.BAILIFF,
}


@pytest.mark.parametrize("context", sorted(Body))
@pytest.mark.parametrize("body", sorted(BY_LAW))
@pytest.mark.parametrize("day", [OLD, DAY, NEW], ids=str)
def test_a_body_of_106c_holds_and_names_in_its_own_context_only(
    body: Body, context: Body, day: date
) -> None:
    """Holds: § 2 ust. 2 pkt 2 and 3 lit. b, ust. 3 pkt 3 and 5 lit. c."""
    own = context is body
    holder, by = BY_LAW[body], NAMES_AS[body]

    assert own is (YES is answer(hold(MANAGE, holder, context=context), day))
    assert own is (YES is answer(hold(INVOICES, holder, context=context), day))
    assert own is (YES is answer(hold(INVOICES, by=by, context=context), day))
    assert (own and body is Body.ENFORCEMENT_AUTHORITY) is (
        YES is answer(hold(MANAGE, by=by, context=context), day)
    )


@pytest.mark.parametrize("holder", [*BY_LAW.values(), Holder.TAXPAYER])
def test_who_holds_by_law_is_asked_about_in_the_own_context_unless_told(
    holder: Holder,
) -> None:
    """The shortest question that can be asked has an answer."""
    assert YES is answer(hold(MANAGE, holder, context=None))


@pytest.mark.parametrize("context", sorted(BY_LAW))
def test_no_taxpayer_holds_in_the_context_of_a_body_of_106c(context: Body) -> None:
    """The debtor is the taxpayer of its invoices, and holds nothing there."""
    assert NO is answer(hold(MANAGE, Holder.TAXPAYER, context=context))
    assert NO is answer(hold(INVOICES, Holder.TAXPAYER, context=context))


@pytest.mark.parametrize(
    ("by", "context", "expected"),
    [
        (Namer.REPRESENTATIVE, SCHOOL, YES),
        (Namer.REPRESENTATIVE, Body.JST, NO),
        (Namer.ADMINISTRATOR, Body.JST, YES),
        (Namer.ADMINISTRATOR, Body.BAILIFF, NO),
        (Namer.ADMINISTRATOR, Body.ENFORCEMENT_AUTHORITY, NO),
        (Namer.ENFORCEMENT_AUTHORITY, Body.ENFORCEMENT_AUTHORITY, YES),
        (Namer.ENFORCEMENT_AUTHORITY, SCHOOL, NO),
        (Namer.BAILIFF, Body.BAILIFF, UNSURE),
        (Namer.BAILIFF, Body.JST, NO),
    ],
)
def test_in_2026_whoever_manages_names_where_he_manages(
    by: Namer, context: Body, expected: Answer
) -> None:
    """A head of school manages no gmina, and an administrator no bailiff."""
    assert expected is answer(hold(MANAGE, by=by, context=context), NEW)


@pytest.mark.parametrize("body", sorted(LOCAL_UNITS))
def test_the_representative_holds_and_the_unit_does_not(body: Body) -> None:
    """Holds: § 2 ust. 2 pkt 3 lit. c; five kinds of bodies."""
    assert YES is answer(represents(body))
    assert NO is answer(hold(MANAGE, Holder.UNIT, context=body))
    assert NO is answer(hold(MANAGE, by=Namer.JST, context=body))


@pytest.mark.parametrize(
    "body",
    [Body.CULTURE_INSTITUTION, Body.HEALTHCARE_INSTITUTION, Body.COMPANY],
)
def test_bodies_that_are_taxpayers_themselves_are_outside_letter_c(body: Body) -> None:
    """The municipality names nobody there; the body itself does, by lit. a."""
    by_jst = MayHold(
        permission=MANAGE,
        holder=Holder.NATURAL_PERSON,
        context=body,
        named_by=Namer.JST,
        as_representative=True,
    )

    assert NO is answer(by_jst)
    assert YES is answer(hold(MANAGE, by=Namer.TAXPAYER, context=body))
    assert NOTES[body].is_taxpayer


@pytest.mark.parametrize(
    ("body", "day", "expected"),
    [
        (SCHOOL, OLD, NOT_THEN),
        (SCHOOL, MID, YES),
        (Body.VAT_GROUP_MEMBER, MID, YES),
        (UNIT, MID, NOT_THEN),
        (UNIT, DAY, YES),
        (Body.BRANCH, DAY, YES),
        (SCHOOL, NEW, YES),
    ],
)
def test_a_representative_holds_invoices_by_himself(
    body: Body, day: date, expected: Answer
) -> None:
    """Holds: § 2 ust. 3 pkt 4, as it grew on 2023-01-01 and 2023-09-01."""
    assert expected is answer(represents(body, INVOICES), day)


def test_a_fact_that_changes_nothing_is_not_asked_for() -> None:
    """As representative by pkt 4, else by pkt 5 lit. a: either way the answer is yes.

    In 2022 there was no pkt 4, and for managing there is no second way: it counts.
    """
    named = hold(INVOICES, by=Namer.JST, context=SCHOOL)
    untold = replace(named, as_representative=None)
    manages = replace(untold, permission=MANAGE)
    signs = login(Means.QUALIFIED_SIGNATURE, Subject.TAXPAYER_PERSON, given=True)

    assert {
        *("ksef.kind.invoices", "ksef.invoices.representative"),
        "ksef.invoices.person_of_taxpayer",
    } == set(decide(untold, on=DAY).rules)
    assert YES is answer(untold)
    assert UNSURE is answer(untold, OLD)
    assert UNSURE is answer(manages)
    assert YES is answer(replace(signs, certificate_has_id=None))
    assert UNSURE is answer(replace(signs, certificate_has_id=None, means=Means.TOKEN))


def test_persons_of_letters_a_and_b_do_not_hold_invoices_by_themselves() -> None:
    """Holds: § 2 ust. 3 pkt 4 names lit. aa, c and d; pkt 5 asks for a naming."""
    named = decide(hold(INVOICES, by=Namer.TAXPAYER), on=DAY)

    assert "ksef.invoices.representative" not in named.rules
    assert "ksef.invoices.person_of_taxpayer" in named.rules


@pytest.mark.parametrize(
    ("by", "context", "day", "expected"),
    [
        (Namer.TAXPAYER, Body.JST, OLD, YES),
        (Namer.UNIT, SCHOOL, OLD, NOT_THEN),
        (Namer.UNIT, SCHOOL, MID, YES),
        (Namer.UNIT, Body.VAT_GROUP_MEMBER, MID, YES),
        (Namer.UNIT, UNIT, MID, NOT_THEN),
        (Namer.UNIT, UNIT, DAY, YES),
        (Namer.REPRESENTATIVE, SCHOOL, DAY, YES),
        (Namer.UNIT, Body.CULTURE_INSTITUTION, DAY, NO),
        (Namer.BAILIFF, Body.BAILIFF, DAY, NO),
    ],
)
def test_entities_are_named_by_taxpayers_and_by_units(
    by: Namer, context: Body, day: date, expected: Answer
) -> None:
    """Holds: § 2 ust. 3 pkt 2 in its three wordings."""
    assert expected is answer(hold(INVOICES, Holder.ENTITY, by, context), day)


@pytest.mark.parametrize(
    ("first", "context", "day", "expected"),
    [
        (Namer.TAXPAYER, Body.JST, OLD, YES),
        (Namer.UNIT, SCHOOL, OLD, NOT_THEN),
        (Namer.UNIT, SCHOOL, MID, YES),
        (Namer.UNIT, UNIT, DAY, YES),
        (None, Body.JST, DAY, UNSURE),
        (Namer.BUYER, Body.JST, DAY, NO),
    ],
)
def test_an_entity_passes_its_permission_on_automatically(
    first: Namer | None, context: Body, day: date, expected: Answer
) -> None:
    """Holds: § 2 ust. 4 and ust. 3 pkt 5 lit. b; no further grant is asked for."""
    question = hold(INVOICES, by=Namer.DESIGNATED_ENTITY, context=context, first=first)

    assert expected is answer(question, day)


@pytest.mark.parametrize("day", [OLD, MID, DAY, NEW], ids=str)
@pytest.mark.parametrize("first", [None, *sorted(Namer)])
@pytest.mark.parametrize("context", sorted(Body))
def test_an_entity_passes_on_only_what_it_could_be_given_there(
    context: Body, first: Namer | None, day: date
) -> None:
    """A service centre named by the gmina has no people in its culture institution.

    Holds: § 2 ust. 4 and ust. 3 pkt 5 lit. b, each "podmiot wskazany przez".
    """
    entity = answer(hold(INVOICES, Holder.ENTITY, first, context), day)
    by_firm = hold(INVOICES, by=Namer.DESIGNATED_ENTITY, context=context, first=first)

    assert entity is answer(by_firm, day)


@pytest.mark.parametrize("context", sorted(Body))
def test_a_buyer_entitles_only_where_a_taxpayer_names_buyers(context: Body) -> None:
    """Holds: § 2 ust. 5: "wskazany przez podatnika nabywca", and whom he entitles."""
    billing = Permission.SELF_BILLING
    buyer = answer(hold(billing, Holder.BUYER, Namer.TAXPAYER, context))

    assert buyer is answer(hold(billing, Holder.ENTITY, Namer.BUYER, context))
    assert buyer is answer(hold(billing, Holder.NATURAL_PERSON, Namer.BUYER, context))


def test_both_places_that_pass_it_on_are_named() -> None:
    """Holds: § 2 ust. 3 pkt 5 lit. b and ust. 4 say it twice."""
    question = hold(INVOICES, by=Namer.DESIGNATED_ENTITY, first=Namer.TAXPAYER)

    assert (
        "ksef.kind.invoices",
        "ksef.invoices.person_of_entity",
        "ksef.invoices.passed_on",
    ) == decide(question, on=DAY).rules


def test_an_entity_never_manages_and_passes_no_managing_on() -> None:
    """Holds: § 2 ust. 2 knows no designated entity."""
    assert NO is answer(hold(MANAGE, Holder.ENTITY, Namer.TAXPAYER))
    by_firm = hold(MANAGE, by=Namer.DESIGNATED_ENTITY, first=Namer.TAXPAYER)
    assert NO is answer(by_firm)


@pytest.mark.parametrize(
    ("holder", "by", "expected"),
    [
        (Holder.BUYER, Namer.TAXPAYER, YES),
        (Holder.BUYER, Namer.BUYER, NO),
        (Holder.ENTITY, Namer.BUYER, YES),
        (Holder.NATURAL_PERSON, Namer.BUYER, YES),
        (Holder.ENTITY, Namer.TAXPAYER, NO),
        (Holder.TAXPAYER, None, NO),
    ],
)
def test_self_billing_reaches_the_buyer_and_whom_he_entitles(
    holder: Holder, by: Namer | None, expected: Answer
) -> None:
    """Holds: § 2 ust. 5."""
    assert expected is answer(hold(Permission.SELF_BILLING, holder, by))


def test_the_birth_date_turns_on_what_is_given_and_the_document_on_what_is_had() -> (
    None
):
    """Holds: § 3 ust. 2 pkt 2 lit. c (niepodanie) and lit. d (nieposiadanie)."""
    has_but_gives_not = decide(data(gives=False, has=True), on=DAY).which
    has_none = decide(data(gives=False, has=False), on=DAY).which
    gives = decide(data(), on=DAY).which

    assert Datum.BIRTH_DATE in has_but_gives_not
    assert Datum.IDENTITY_DOCUMENT not in has_but_gives_not
    assert {Datum.BIRTH_DATE, Datum.IDENTITY_DOCUMENT} <= set(has_none)
    assert Datum.IDENTIFIER in gives
    assert Datum.BIRTH_DATE not in gives


@pytest.mark.parametrize(
    ("gives", "has", "asked", "missing"),
    [
        (None, False, Datum.BIRTH_DATE, ()),
        (True, None, Datum.IDENTIFIER, ()),
        (None, True, Datum.NAME, ("gives_identifier",)),
        (False, None, Datum.BIRTH_DATE, ("has_identifier",)),
    ],
)
def test_of_two_facts_about_a_number_one_may_tell_the_other(
    gives: bool | None, has: bool | None, asked: Datum, missing: tuple[str, ...]
) -> None:
    """Who has none gives none; who gives one has one."""
    question = replace(data(), gives_identifier=gives, has_identifier=has)
    decision = decide(question, on=DAY)

    assert asked in decision.which
    assert missing == decision.missing


def test_who_has_no_qualified_signature_gives_no_data_of_it() -> None:
    """Holds: § 3 ust. 2 pkt 2 lit. e: "w przypadku gdy podpis ten nie zawiera"."""
    untold = replace(data(), certificate_has_id=None)
    has_none = replace(untold, has_signature=False)

    assert UNSURE is answer(untold)
    assert UNSURE is answer(replace(untold, has_signature=True))
    assert YES is answer(has_none)
    assert Datum.SIGNATURE_DATA not in decide(has_none, on=DAY).which
    with pytest.raises(QuestionInvalid):
        replace(data(), has_signature=False)


def test_before_the_act_no_grant_carried_data() -> None:
    """The day before the first day; and now the text was not seen."""
    assert NOT_THEN is answer(data(), date(2021, 12, 31))
    assert UNSURE is answer(data(), NEW)


@pytest.mark.parametrize("holder", [Holder.TAXPAYER, *BY_LAW.values()])
def test_what_is_held_by_law_is_granted_with_no_data(holder: Holder) -> None:
    """Holds: § 3 ust. 2 is about whom a permission is granted, changed or revoked."""
    assert OUTSIDE is answer(replace(data(), holder=holder))


def test_issuing_for_a_body_of_106c_has_data_of_its_own() -> None:
    """Holds: § 3 ust. 3; lit. b-e, and neither lit. a nor pkt 1, 3 and 4."""
    authority = data(
        ISSUE, by=Namer.ENFORCEMENT_AUTHORITY, context=Body.ENFORCEMENT_AUTHORITY
    )

    assert (Datum.BAILIFF_NIP, Datum.NAME, Datum.BIRTH_DATE) == (
        decide(BAILIFFS, on=DAY).which
    )
    assert (Datum.OFFICE_NIP, Datum.NAME) == decide(authority, on=DAY).which


def test_access_for_a_body_of_106c_has_the_ordinary_data() -> None:
    """Holds: § 3 ust. 3 speaks of issuing only."""
    asked = decide(data(ACCESS, by=Namer.BAILIFF), on=DAY).which
    joint = decide(data(INVOICES, by=Namer.BAILIFF), on=DAY).which

    assert Datum.BAILIFF_NIP not in asked
    assert Datum.TAXPAYER_NIP in asked
    assert {Datum.BAILIFF_NIP, Datum.TAXPAYER_NIP} <= set(joint)


@pytest.mark.parametrize(
    ("body", "datum"),
    [
        (SCHOOL, Datum.UNIT_NIP),
        (Body.VAT_GROUP_MEMBER, Datum.MEMBER_NIP),
        (UNIT, Datum.INTERNAL_ID),
    ],
)
def test_people_of_units_need_the_unit_and_not_point_4(
    body: Body, datum: Datum
) -> None:
    """Holds: § 3 ust. 4: ust. 2 pkt 1-3, and the unit's own number."""
    head = decide(data(context=body, representative=True), on=DAY).which
    clerk = decide(data(INVOICES, by=Namer.REPRESENTATIVE, context=body), on=DAY).which
    entity = data(INVOICES, Holder.ENTITY, Namer.UNIT, body)

    assert datum in head
    assert datum in clerk
    assert Datum.TAX_REPRESENTATIVE not in head + clerk
    assert Datum.TAX_REPRESENTATIVE in decide(entity, on=DAY).which
    assert datum not in decide(entity, on=DAY).which


def test_the_unit_s_own_number_is_not_asked_for_other_kinds() -> None:
    """Holds: § 3 ust. 4 is about the people of § 2 ust. 2 and 3."""
    question = data(Permission.SELF_BILLING, by=Namer.REPRESENTATIVE, context=SCHOOL)

    assert Datum.TAX_REPRESENTATIVE in decide(question, on=DAY).which


@pytest.mark.parametrize(
    ("given", "expected", "missing"),
    [
        (None, YES, ()),
        ({Datum.TAXPAYER_NIP}, NO, (Datum.IDENTIFIER, Datum.NAME)),
        ({Datum.TAXPAYER_NIP, Datum.IDENTIFIER, Datum.NAME}, NO, ()),
    ],
)
def test_the_data_that_lack_are_named(
    given: set[Datum] | None, expected: Answer, missing: tuple[Datum, ...]
) -> None:
    """Without `given` the question asks for the list."""
    question = replace(data(), given=None if given is None else frozenset(given))
    decision = decide(question, on=DAY)

    assert expected is decision.answer
    assert missing == decision.missing[: len(missing)]


def test_all_the_data_are_enough() -> None:
    """What `which` lists is what `given` needs."""
    wanted = decide(data(), on=DAY).which
    question = replace(data(), given=frozenset(Datum(each) for each in wanted))

    assert YES is answer(question)


@pytest.mark.parametrize(
    ("question", "day", "expected"),
    [
        (zawfa(), DAY, YES),
        (zawfa(able=True), DAY, NO),
        (zawfa(Body.SOLE_TRADER), DAY, OUTSIDE),
        (zawfa(purpose=ZawFaPurpose.CHANGE), DAY, OUTSIDE),
        (zawfa(purpose=ZawFaPurpose.REVOKE, persons=3), DAY, YES),
        (zawfa(persons=2), OLD, YES),
        (zawfa(persons=2), DAY, NO),
        (ByZawFa(filer=Body.JST, can_authenticate=False), DAY, UNSURE),
        (ByZawFa(filer=Body.JST, persons=1), DAY, UNSURE),
        (ByZawFa(filer=Body.JST, can_authenticate=False), OLD, YES),
        (zawfa(SCHOOL), OLD, YES),
        (zawfa(SCHOOL), MID, NO),
        (zawfa(UNIT), MID, YES),
        (zawfa(UNIT), DAY, NO),
        (zawfa(SCHOOL), NEW, UNSURE),
        (zawfa(Body.VAT_GROUP), DAY, YES),
        (zawfa(Body.ENFORCEMENT_AUTHORITY), DAY, YES),
        (zawfa(purpose=ZawFaPurpose.REPORT_SIGNATURE), DAY, OUTSIDE),
        (zawfa(purpose=ZawFaPurpose.REPORT_SEAL), DAY, NOT_THEN),
        (zawfa(purpose=ZawFaPurpose.REPORT_SEAL), NEW, YES),
    ],
)
def test_whether_a_zaw_fa_may_be_filed(
    question: ByZawFa, day: date, expected: Answer
) -> None:
    """Holds: § 4 ust. 1, 1a, 1b; § 5 ust. 2; the JST itself is not excluded."""
    assert expected is answer(question, day)


def test_the_form_of_the_day_is_told() -> None:
    """A form of another year is sent back."""
    assert ("ZAW-FA(1)",) == decide(zawfa(), on=OLD).which
    assert ("ZAW-FA(2)",) == decide(zawfa(), on=DAY).which
    assert ("ZAW-FA(3)",) == decide(zawfa(), on=NEW).which
    assert ("ZAW-FA(3)",) == (decide(Regulated(matter=Matter.ZAWFA_FORM), on=NEW).which)


def test_authentication_needs_the_verification_of_permissions_too() -> None:
    """Holds: § 5 ust. 1, its last words."""
    untold = replace(login(Means.QUALIFIED_SEAL), permissions_verified=None)

    assert YES is answer(login(Means.QUALIFIED_SEAL))
    assert NO is answer(login(Means.QUALIFIED_SEAL, verified=False))
    assert (UNSURE, ("permissions_verified",)) == (
        answer(untold),
        decide(untold, on=DAY).missing,
    )
    assert UNSURE is answer(untold, NEW)


@pytest.mark.parametrize(
    ("who", "signed", "given", "expected"),
    [
        (Subject.TAXPAYER_PERSON, True, False, YES),
        (Subject.TAXPAYER_PERSON, False, True, YES),
        (Subject.TAXPAYER_PERSON, False, False, NO),
        (Subject.NATURAL_PERSON, False, True, YES),
        (Subject.NATURAL_PERSON, False, False, NO),
    ],
)
def test_a_signature_without_numbers_needs_its_data(
    who: Subject, signed: bool, given: bool, expected: Answer
) -> None:
    """Holds: § 5 ust. 2 for the taxpayer, § 3 ust. 2 pkt 2 lit. e for his people."""
    question = login(Means.QUALIFIED_SIGNATURE, who, signed=signed, given=given)

    assert expected is answer(question)


@pytest.mark.parametrize(
    ("after", "day", "expected"),
    [
        (Means.QUALIFIED_SEAL, DAY, YES),
        (Means.TRUSTED_SIGNATURE, DAY, YES),
        (Means.TOKEN, DAY, NO),
        (None, DAY, UNSURE),
        (Means.QUALIFIED_SEAL, date(2026, 12, 31), YES),
        (Means.QUALIFIED_SEAL, date(2027, 1, 1), NOT_THEN),
    ],
)
def test_a_token_follows_on_the_other_means(
    after: Means | None, day: date, expected: Answer
) -> None:
    """Holds: § 5 ust. 1 pkt 4; its end as § 13 ust. 1 pkt 1 is printed."""
    assert expected is answer(login(Means.TOKEN, after=after), day)


@pytest.mark.parametrize(
    ("means", "day", "listed"),
    [
        (Means.TRUSTED_SIGNATURE, date(2026, 2, 13), True),
        (Means.TRUSTED_SIGNATURE, date(2026, 2, 14), False),
        (Means.NATIONAL_NODE, date(2026, 2, 13), False),
        (Means.NATIONAL_NODE, date(2026, 2, 14), True),
        (Means.KSEF_CERTIFICATE, date(2026, 1, 31), False),
        (Means.KSEF_CERTIFICATE, date(2026, 2, 1), True),
    ],
)
def test_the_means_of_a_day_are_listed(means: Means, day: date, listed: bool) -> None:
    """How may X authenticate: without means, the question asks for the list."""
    asked = decide(replace(login(means), means=None), on=day)

    assert YES is asked.answer
    assert listed is (means in asked.which)


def test_before_the_act_there_were_no_means() -> None:
    """The list of a day without provisions is empty, and that is no yes."""
    asked = decide(replace(login(Means.TOKEN), means=None), on=date(2021, 12, 31))

    assert (NOT_THEN, ()) == (asked.answer, asked.which)


@pytest.mark.parametrize("day", [DAY, NEW])
def test_an_invoice_opens_to_all_five_data(day: date) -> None:
    """Holds: § 6; § 8 of the act of 2025."""
    assert YES is answer(opens(), day)
    assert [NO] * 5 == [answer(opens(each), day) for each in sorted(opens().given)]


@pytest.mark.parametrize("day", [DAY, NEW])
def test_the_absence_of_a_datum_of_the_buyer_is_one_of_the_five(day: date) -> None:
    """Holds: § 6 pkt 3 and 4, "albo informacji o braku"."""
    given = opens(InvoiceDatum.BUYER_IDENTIFIER, InvoiceDatum.BUYER_NAME).given
    absent = {InvoiceDatum.BUYER_HAS_NO_IDENTIFIER, InvoiceDatum.BUYER_HAS_NO_NAME}

    assert YES is answer(OpenInvoice(given=given | absent), day)
    assert ("buyer_has_no_name / buyer_name",) == (
        decide(opens(InvoiceDatum.BUYER_NAME), on=day).missing
    )


def test_an_invoice_did_not_open_before_the_act() -> None:
    """The day before the first day."""
    assert NOT_THEN is answer(opens(), date(2021, 12, 31))


@pytest.mark.parametrize(
    "permission", [each for each in SystemPermission if each not in LEGAL_KIND]
)
def test_what_ksef_alone_knows_is_outside_the_regulation(
    permission: SystemPermission,
) -> None:
    """CredentialsRead and its like have no legal kind; no answer is made up."""
    question = MayHold(permission=permission, holder=Holder.TAXPAYER)
    carried = replace(data(), permission=permission)

    assert [OUTSIDE] * 4 == [
        answer(question, DAY),
        answer(question, NEW),
        answer(carried, DAY),
        answer(replace(GRANT, permission=permission), DAY),
    ]
    assert decide(question, on=DAY).system_differs


@pytest.mark.parametrize(
    ("context", "expected"),
    [(Body.ENFORCEMENT_AUTHORITY, YES), (Body.JST, OUTSIDE), (None, UNSURE)],
)
def test_enforcement_operations_are_for_bodies_of_106c(
    context: Body | None, expected: Answer
) -> None:
    """KSeF's own word for issuing there; elsewhere it has no legal kind."""
    question = MayHold(
        permission=SystemPermission.ENFORCEMENT_OPERATIONS,
        holder=Holder.NATURAL_PERSON,
        context=context,
        named_by=Namer.ENFORCEMENT_AUTHORITY,
    )

    assert expected is answer(question)


def test_a_change_was_a_step_until_2026_and_is_none_now() -> None:
    """Holds: § 3 ust. 1; the act of 2025 speaks of granting and revoking."""
    question = replace(GRANT, step=Step.CHANGE)

    assert YES is answer(question, date(2026, 1, 31))
    assert NOT_THEN is answer(question, date(2026, 2, 1))
    assert ["ksef.system.two_permissions", "ksef.system.no_change"] == [
        each.id for each in decide(question, on=DAY).system_differs
    ]


@pytest.mark.parametrize(
    ("by", "permission", "expected"),
    [
        (Namer.TAXPAYER, MANAGE, YES),
        (Namer.ADMINISTRATOR, INVOICES, YES),
        (Namer.DESIGNATED_ENTITY, MANAGE, NO),
        (Namer.BUYER, INVOICES, NO),
    ],
)
def test_who_may_grant(by: Namer, permission: Permission, expected: Answer) -> None:
    """Holds: § 3 ust. 1 with § 2: one grants what one may name for."""
    question = MayGrant(
        permission=permission,
        granted_by=by,
        holder=Holder.NATURAL_PERSON,
        context=Body.JST,
        entity_named_by=Namer.TAXPAYER,
        permissions_verified=True,
    )

    assert expected is answer(question)


def test_a_unit_s_representative_names_people_for_invoices_and_no_manager() -> None:
    """Holds: § 2 ust. 3 pkt 5 lit. d; ust. 2 has no such letter. KSeF lets him."""
    manager = decide(hold(MANAGE, by=Namer.REPRESENTATIVE, context=SCHOOL), on=DAY)

    assert YES is answer(hold(INVOICES, by=Namer.REPRESENTATIVE, context=SCHOOL))
    assert manager.answer is NOT_THEN
    assert ["ksef.system.unit_administrator_names_on"] == [
        each.id for each in manager.system_differs
    ]


def test_every_kind_of_body_is_described() -> None:
    """The table of bodies is what an office looks into first."""
    assert set(Body) == set(NOTES)
    assert UNITS == {body for body, note in NOTES.items() if note.point in _UNIT_POINTS}
    assert set(Body) - UNITS - BODIES_106C == {
        body for body, note in NOTES.items() if note.is_taxpayer
    }


_UNIT_POINTS = {"lit. aa", "lit. c", "lit. d"}


@pytest.mark.parametrize("body", sorted(Body))
def test_the_table_of_bodies_agrees_with_the_decision(body: Body) -> None:
    """`by_zawfa` is what decide says of a filer that cannot authenticate."""
    assert NOTES[body].by_zawfa is (YES is answer(zawfa(body)))


@pytest.mark.parametrize("way", [Way.ZAW_FA, Way.SYSTEM])
def test_an_entity_gets_nothing_by_zaw_fa(way: Way) -> None:
    """Holds: § 4 ust. 1a: a natural person."""
    question = replace(hold(INVOICES, Holder.ENTITY, Namer.TAXPAYER), way=way)

    assert (YES if way is Way.SYSTEM else NO) is answer(question)
