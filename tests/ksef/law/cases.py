"""For each rule of the book a question that it reaches, and one that it does not.

The days come from the rule itself: tests/ksef/law/test_rules.py asks both questions on
the day before its first day, on that day, on its last day and on the day after, and a
test refuses a rule without a case. So does docs/law.md, which names the test.
"""

from dataclasses import dataclass
from typing import Final

from ksef.law.decision import DEFAULT, Answer, Decision, Followed, InvoiceKinds
from ksef.law.question import (
    Authenticate,
    ByZawFa,
    GrantData,
    MayGrant,
    MayHold,
    OpenInvoice,
    Question,
    Regulated,
)
from ksef.model import (
    Body,
    Channel,
    Holder,
    InvoiceDatum,
    Matter,
    Means,
    Namer,
    Permission,
    Subject,
    ZawFaPurpose,
)
from vocabulary.law import Rule

SEPARATE: Final = Followed(invoice_kinds=InvoiceKinds.SEPARATE)
MANAGE, INVOICES = Permission.MANAGE, Permission.INVOICES
PERSON, ENTITY = Holder.NATURAL_PERSON, Holder.ENTITY


@dataclass(frozen=True, slots=True)
class Case:
    """What one rule does, and does not.

    Attributes:
        reached: A question that it reaches, in all its wordings.
        other: A question of the same kind that it does not reach.
        answer: What the reached question gets.
        weighed: The rule does not decide; it is weighed, and a text is missing.
    """

    reached: Question
    other: Question
    answer: Answer = Answer.YES
    weighed: bool = False
    followed: Followed = DEFAULT

    def bites(self, rule: Rule, decision: Decision) -> bool:
        """Tell whether this wording of the rule is what the decision stands on."""
        if decision.answer is Answer.NOT_IN_FORCE:
            return False
        behind = decision.considered if self.weighed else decision.decided_by
        return any(each is rule for each in behind)


def hold(
    permission: Permission,
    holder: Holder = PERSON,
    by: Namer | None = None,
    context: Body | None = Body.JST,
    *,
    representative: bool = False,
    first: Namer | None = None,
) -> MayHold:
    """Ask whether somebody may hold a permission."""
    return MayHold(
        permission=permission,
        holder=holder,
        context=context,
        named_by=by,
        as_representative=representative,
        entity_named_by=first,
    )


def represents(body: Body, permission: Permission = MANAGE) -> MayHold:
    """Ask about the representative of a unit."""
    return hold(permission, by=Namer.TAXPAYER, context=body, representative=True)


def data(
    permission: Permission = MANAGE,
    holder: Holder = PERSON,
    by: Namer = Namer.TAXPAYER,
    context: Body = Body.JST,
    *,
    representative: bool = False,
    gives: bool = True,
    has: bool = True,
    signed: bool = True,
) -> GrantData:
    """Ask which data a grant must carry."""
    return GrantData(
        permission=permission,
        holder=holder,
        context=context,
        named_by=by,
        as_representative=representative,
        gives_identifier=gives,
        has_identifier=has,
        certificate_has_id=signed,
    )


def zawfa(
    filer: Body = Body.JST,
    purpose: ZawFaPurpose = ZawFaPurpose.GRANT,
    *,
    persons: int = 1,
    able: bool = False,
    channel: Channel | None = None,
    signed: bool = False,
) -> ByZawFa:
    """Ask whether a ZAW-FA may be filed."""
    return ByZawFa(
        filer=filer,
        purpose=purpose,
        can_authenticate=able,
        persons=persons,
        certificate_has_id=signed,
        channel=channel,
    )


def login(
    means: Means,
    who: Subject = Subject.ENTITY,
    *,
    after: Means | None = None,
    signed: bool = True,
    given: bool = False,
    verified: bool = True,
) -> Authenticate:
    """Ask whether somebody may authenticate so."""
    return Authenticate(
        who=who,
        means=means,
        generated_after=after,
        certificate_has_id=signed,
        unique_data_given=given,
        permissions_verified=verified,
    )


def opens(*lacking: InvoiceDatum) -> OpenInvoice:
    """Ask with all five data but these."""
    five = {
        InvoiceDatum.KSEF_NUMBER,
        InvoiceDatum.INVOICE_NUMBER,
        InvoiceDatum.BUYER_IDENTIFIER,
        InvoiceDatum.BUYER_NAME,
        InvoiceDatum.TOTAL_AMOUNT,
    }
    return OpenInvoice(given=frozenset(five - set(lacking)))


def about(matter: Matter) -> Case:
    """Ask whether the regulation regulates a matter."""
    other = Matter.GRANTING
    if matter is Matter.GRANTING:
        other = Matter.AUTHENTICATION
    return Case(Regulated(matter=matter), Regulated(matter=other))


UNIT, SCHOOL, MEMBER = Body.INTERNAL_UNIT, Body.LOCAL_BUDGET_UNIT, Body.VAT_GROUP_MEMBER
BY_TAXPAYER = hold(MANAGE, by=Namer.TAXPAYER)
TO_INVOICE = hold(INVOICES, by=Namer.TAXPAYER)
OF_FIRM = hold(INVOICES, by=Namer.DESIGNATED_ENTITY, first=Namer.TAXPAYER)
OF_FIRM_OF_BUYER = hold(INVOICES, by=Namer.DESIGNATED_ENTITY, first=Namer.BUYER)
OF_HEAD = hold(INVOICES, by=Namer.REPRESENTATIVE, context=SCHOOL)
BUYER = hold(Permission.SELF_BILLING, Holder.BUYER, Namer.TAXPAYER)
GRANT = MayGrant(
    permission=INVOICES,
    granted_by=Namer.TAXPAYER,
    holder=PERSON,
    context=Body.JST,
    permissions_verified=True,
)
UNVERIFIED = MayGrant(
    permission=INVOICES,
    granted_by=Namer.TAXPAYER,
    holder=PERSON,
    context=Body.JST,
    permissions_verified=False,
)
BAILIFFS = data(
    Permission.ISSUE, by=Namer.BAILIFF, context=Body.BAILIFF, gives=False, has=True
)
TRADER = Body.SOLE_TRADER
SEAL, SIGNATURE = Means.QUALIFIED_SEAL, Means.QUALIFIED_SIGNATURE
CERTIFICATE, TOKEN = Means.KSEF_CERTIFICATE, Means.TOKEN

OF_2021: Final[dict[str, Case]] = {
    "ksef.regulates.kinds": about(Matter.PERMISSION_KINDS),
    "ksef.regulates.granting": about(Matter.GRANTING),
    "ksef.regulates.authentication": about(Matter.AUTHENTICATION),
    "ksef.regulates.access_data": about(Matter.ACCESS_DATA),
    "ksef.regulates.from_2022": about(Matter.USE_OF_KSEF),
    "ksef.kind.manage": Case(BY_TAXPAYER, TO_INVOICE),
    "ksef.kind.invoices": Case(TO_INVOICE, BY_TAXPAYER),
    "ksef.kind.self_billing": Case(BUYER, TO_INVOICE),
    "ksef.manage.taxpayer": Case(
        hold(MANAGE, Holder.TAXPAYER), hold(MANAGE, Holder.UNIT, context=SCHOOL)
    ),
    "ksef.manage.bodies_106c": Case(
        hold(MANAGE, Holder.BAILIFF, context=Body.BAILIFF), hold(MANAGE, ENTITY)
    ),
    "ksef.manage.person_of_taxpayer": Case(
        BY_TAXPAYER, hold(MANAGE, ENTITY, Namer.TAXPAYER)
    ),
    "ksef.manage.person_for_branch": Case(
        represents(UNIT), hold(MANAGE, by=Namer.TAXPAYER, context=UNIT)
    ),
    "ksef.manage.person_of_enforcement_authority": Case(
        hold(
            MANAGE,
            by=Namer.ENFORCEMENT_AUTHORITY,
            context=Body.ENFORCEMENT_AUTHORITY,
        ),
        hold(MANAGE, by=Namer.BAILIFF, context=Body.BAILIFF),
    ),
    "ksef.manage.person_for_local_unit": Case(
        represents(SCHOOL), represents(Body.CULTURE_INSTITUTION)
    ),
    "ksef.manage.person_for_group_member": Case(
        represents(MEMBER), hold(MANAGE, by=Namer.JST, context=MEMBER)
    ),
    "ksef.invoices.taxpayer": Case(
        hold(INVOICES, Holder.TAXPAYER), hold(INVOICES, Holder.UNIT, context=SCHOOL)
    ),
    "ksef.invoices.entity": Case(
        hold(INVOICES, ENTITY, Namer.TAXPAYER), hold(INVOICES, ENTITY, Namer.BUYER)
    ),
    "ksef.invoices.bodies_106c": Case(
        hold(INVOICES, Holder.BAILIFF, context=Body.BAILIFF), TO_INVOICE
    ),
    "ksef.invoices.representative": Case(represents(SCHOOL, INVOICES), TO_INVOICE),
    "ksef.invoices.person_of_taxpayer": Case(TO_INVOICE, represents(SCHOOL, INVOICES)),
    "ksef.invoices.person_of_entity": Case(OF_FIRM, OF_FIRM_OF_BUYER),
    "ksef.invoices.person_of_106c": Case(
        hold(INVOICES, by=Namer.BAILIFF, context=Body.BAILIFF), TO_INVOICE
    ),
    "ksef.invoices.person_of_representative": Case(
        OF_HEAD, hold(INVOICES, ENTITY, Namer.REPRESENTATIVE, SCHOOL)
    ),
    "ksef.invoices.passed_on": Case(OF_FIRM, OF_FIRM_OF_BUYER),
    "ksef.self_billing.buyer": Case(
        BUYER, hold(Permission.SELF_BILLING, by=Namer.TAXPAYER)
    ),
    "ksef.grant.in_system": Case(GRANT, UNVERIFIED),
    "ksef.data.taxpayer_nip": Case(data(), BAILIFFS),
    "ksef.data.identifier": Case(data(), data(gives=False)),
    "ksef.data.name": Case(data(), BAILIFFS),
    "ksef.data.birth_date": Case(data(gives=False), data()),
    "ksef.data.identity_document": Case(
        data(gives=False, has=False), data(gives=False, has=True)
    ),
    "ksef.data.signature": Case(data(signed=False), data()),
    "ksef.data.kind": Case(data(), BAILIFFS),
    "ksef.data.tax_representative": Case(data(), BAILIFFS),
    "ksef.data.body_nip_106c": Case(BAILIFFS, data(by=Namer.BAILIFF)),
    "ksef.data.person_106c": Case(BAILIFFS, data(Permission.ACCESS, by=Namer.BAILIFF)),
    "ksef.data.unit_nip": Case(
        data(context=SCHOOL, representative=True), data(context=SCHOOL)
    ),
    "ksef.data.member_nip": Case(
        data(context=MEMBER, representative=True), data(context=MEMBER)
    ),
    "ksef.data.internal_id": Case(
        data(context=UNIT, representative=True), data(context=UNIT)
    ),
    "ksef.data.internal_id_means": Case(
        data(context=UNIT, representative=True), data(context=UNIT)
    ),
    "ksef.zawfa.route": Case(zawfa(), zawfa(able=True)),
    "ksef.zawfa.one_person": Case(zawfa(persons=2), zawfa(), Answer.NO),
    "ksef.zawfa.not_for_local_units": Case(zawfa(SCHOOL), zawfa(), Answer.NO),
    "ksef.zawfa.not_for_group_members": Case(
        zawfa(MEMBER), zawfa(Body.VAT_GROUP), Answer.NO
    ),
    "ksef.zawfa.not_for_branches": Case(zawfa(UNIT), zawfa(), Answer.NO),
    "ksef.zawfa.form": Case(zawfa(), zawfa(able=True)),
    "ksef.zawfa.annex": about(Matter.ZAWFA_FORM),
    "ksef.login.qualified_signature": Case(login(SIGNATURE), login(SEAL)),
    "ksef.login.qualified_seal": Case(login(SEAL), login(SIGNATURE)),
    "ksef.login.trusted_signature": Case(login(Means.TRUSTED_SIGNATURE), login(SEAL)),
    "ksef.login.token": Case(login(TOKEN, after=SEAL), login(TOKEN, after=TOKEN)),
    "ksef.login.verified": Case(login(SEAL), login(Means.PERSONAL_SIGNATURE)),
    "ksef.login.reported_signature": Case(
        login(SIGNATURE, Subject.TAXPAYER_PERSON, signed=False, given=True),
        login(SIGNATURE, Subject.NATURAL_PERSON, signed=False, given=True),
    ),
    "ksef.open.ksef_number": Case(opens(), opens(InvoiceDatum.KSEF_NUMBER)),
    "ksef.open.invoice_number": Case(opens(), opens(InvoiceDatum.INVOICE_NUMBER)),
    "ksef.open.buyer_identifier": Case(opens(), opens(InvoiceDatum.BUYER_IDENTIFIER)),
    "ksef.open.buyer_name": Case(opens(), opens(InvoiceDatum.BUYER_NAME)),
    "ksef.open.total_amount": Case(opens(), opens(InvoiceDatum.TOTAL_AMOUNT)),
}
