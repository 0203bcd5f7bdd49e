"""The cases of Dz.U. 2025 poz. 1815; see tests/ksef/law/cases.py."""

from typing import Final

from ksef.law.decision import Answer
from ksef.model import (
    Body,
    Channel,
    Holder,
    InvoiceDatum,
    Matter,
    Means,
    Namer,
    Permission,
    ZawFaPurpose,
)
from tests.ksef.law.cases import (
    BUYER,
    BY_TAXPAYER,
    CERTIFICATE,
    ENTITY,
    GRANT,
    INVOICES,
    MANAGE,
    OF_2021,
    OF_FIRM,
    OF_FIRM_OF_BUYER,
    OF_HEAD,
    SCHOOL,
    SEAL,
    SEPARATE,
    SIGNATURE,
    TO_INVOICE,
    TOKEN,
    TRADER,
    UNVERIFIED,
    Case,
    about,
    hold,
    login,
    opens,
    represents,
    zawfa,
)

_ELECTRONIC = zawfa(channel=Channel.ELECTRONIC)
_OF_2025: Final[dict[str, Case]] = {
    "regulates.kinds": about(Matter.PERMISSION_KINDS),
    "regulates.granting": about(Matter.GRANTING),
    "regulates.authentication": about(Matter.AUTHENTICATION),
    "regulates.access_data": about(Matter.ACCESS_DATA),
    "regulates.marking": about(Matter.MARKING),
    "regulates.attachments": about(Matter.ATTACHMENTS),
    "regulates.from_2026": about(Matter.USE_OF_KSEF),
    "kind.manage": Case(BY_TAXPAYER, TO_INVOICE),
    "kind.invoices": Case(TO_INVOICE, BY_TAXPAYER),
    "kind.issue": Case(
        hold(Permission.ISSUE, by=Namer.TAXPAYER), BY_TAXPAYER, followed=SEPARATE
    ),
    "kind.access": Case(
        hold(Permission.ACCESS, by=Namer.TAXPAYER), BY_TAXPAYER, followed=SEPARATE
    ),
    "kind.self_billing": Case(BUYER, TO_INVOICE),
    "kind.vat_rr": Case(
        hold(Permission.VAT_RR, by=Namer.TAXPAYER),
        TO_INVOICE,
        Answer.CANNOT_TELL,
        weighed=True,
    ),
    "manage.taxpayer": OF_2021["ksef.manage.taxpayer"],
    "manage.bodies_106c": OF_2021["ksef.manage.bodies_106c"],
    "manage.person_of_taxpayer": OF_2021["ksef.manage.person_of_taxpayer"],
    "manage.representative": OF_2021["ksef.manage.person_for_local_unit"],
    "manage.person_of_manager": Case(
        hold(MANAGE, by=Namer.REPRESENTATIVE, context=SCHOOL),
        hold(MANAGE, by=Namer.BAILIFF, context=Body.BAILIFF),
    ),
    "invoices.taxpayer": OF_2021["ksef.invoices.taxpayer"],
    "invoices.bodies_106c": OF_2021["ksef.invoices.bodies_106c"],
    "invoices.person_of_taxpayer": OF_2021["ksef.invoices.person_of_taxpayer"],
    "invoices.representative": Case(represents(SCHOOL, INVOICES), TO_INVOICE),
    "invoices.person_of_manager": Case(OF_HEAD, TO_INVOICE),
    "invoices.entity": Case(
        hold(INVOICES, ENTITY, Namer.UNIT, SCHOOL), hold(INVOICES, ENTITY, Namer.BUYER)
    ),
    "invoices.person_of_entity": Case(OF_FIRM, OF_FIRM_OF_BUYER),
    "self_billing.buyer": Case(
        hold(Permission.SELF_BILLING, ENTITY, Namer.BUYER),
        hold(Permission.SELF_BILLING, Holder.TAXPAYER),
    ),
    "grant.in_system": Case(GRANT, UNVERIFIED),
    "zawfa.route": Case(zawfa(), zawfa(able=True)),
    "zawfa.one_person": Case(zawfa(persons=2), zawfa(), Answer.NO),
    "zawfa.electronic": Case(_ELECTRONIC, zawfa()),
    "zawfa.revoke_all": Case(
        zawfa(purpose=ZawFaPurpose.REVOKE_ALL), zawfa(purpose=ZawFaPurpose.REVOKE)
    ),
    "zawfa.report_signature": Case(
        zawfa(TRADER, ZawFaPurpose.REPORT_SIGNATURE),
        zawfa(TRADER, ZawFaPurpose.REPORT_SIGNATURE, signed=True),
    ),
    "zawfa.report_seal": Case(
        zawfa(purpose=ZawFaPurpose.REPORT_SEAL),
        zawfa(purpose=ZawFaPurpose.REPORT_SEAL, signed=True),
    ),
    "zawfa.annex": about(Matter.ZAWFA_FORM),
    "login.national_node": Case(login(Means.NATIONAL_NODE), login(SEAL)),
    "login.qualified_signature": Case(login(SIGNATURE), login(SIGNATURE, signed=False)),
    "login.qualified_seal": Case(
        login(SEAL, signed=False, given=True), login(SEAL, signed=False)
    ),
    "login.ksef_certificate": Case(
        login(CERTIFICATE, after=SEAL), login(CERTIFICATE, after=TOKEN)
    ),
    "login.ksef_certificate_two_years": Case(
        login(CERTIFICATE, after=SEAL), login(CERTIFICATE, after=TOKEN)
    ),
    "login.token": Case(login(TOKEN, after=SEAL), login(TOKEN, after=TOKEN)),
    "login.trusted_signature": Case(login(Means.TRUSTED_SIGNATURE), login(SEAL)),
    "login.no_certificate_by_token": Case(
        login(CERTIFICATE, after=TOKEN), login(CERTIFICATE, after=SEAL), Answer.NO
    ),
    "open.five_data": Case(opens(), opens(InvoiceDatum.TOTAL_AMOUNT)),
}
CASES: Final[dict[str, Case]] = OF_2021 | {
    f"ksef.r1815.{name}": case for name, case in _OF_2025.items()
}
