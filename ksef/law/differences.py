"""What KSeF does where the law says something else, each with its source.

Facts of the API as documented by the Ministry (github.com/CIRFMF/ksef-api, versions 2.6
and 2.7) and told in its issues; nothing here was tried against a real KSeF.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ksef.law.bodies import UNITS
from ksef.law.decision import Answer, Difference
from ksef.law.dzu_2021_2481.act import FIRST
from ksef.law.dzu_2025_1815.act import TOKENS_END
from ksef.law.question import Authenticate, ByZawFa, MayGrant, MayHold
from ksef.model import (
    INVOICE_KINDS,
    LEGAL_KIND,
    Holder,
    Means,
    Namer,
    Permission,
    Step,
    SystemPermission,
    Way,
)

SPLIT: Final = Difference(
    id="ksef.system.two_permissions",
    polish="KSeF ma dwa osobne uprawnienia, InvoiceWrite i InvoiceRead; działa tylko "
    "to, które nadano.",
    english="KSeF has two separate permissions, InvoiceWrite and InvoiceRead; only the "
    "one that was granted works.",
    source="ksef-api: uprawnienia.md",
)
TECHNICAL: Final = Difference(
    id="ksef.system.technical_permission",
    polish="KSeF zna to uprawnienie, ale rozporządzenie nie ma dla niego rodzaju.",
    english="KSeF knows this permission, but the regulation has no kind for it.",
    source="ksef-api: open-api.json",
)
ONLY_MANAGES: Final = Difference(
    id="ksef.system.unit_administrator_only_manages",
    polish="KSeF daje przedstawicielowi jednostki tylko CredentialsManage; "
    "uprawnienia do faktur musi on nadać sobie sam.",
    english="KSeF gives the representative of a unit CredentialsManage only; he has to "
    "grant himself the permissions for invoices.",
    source="ksef-api: open-api.json, subunits/grants",
)
NAMES_ON: Final = Difference(
    id="ksef.system.unit_administrator_names_on",
    polish="KSeF pozwala przedstawicielowi jednostki nadać CredentialsManage następnej "
    "osobie, czego przepis nie przewiduje.",
    english="KSeF lets the representative of a unit grant CredentialsManage to another "
    "person, which the provision does not foresee.",
    source="ksef-api: open-api.json, persons/grants",
)
NO_FLOW_DOWN: Final = Difference(
    id="ksef.system.no_flow_down",
    polish="W KSeF uprawnienia w kontekście JST nie działają w kontekście jednostki; "
    "trzeba ustanowić jej administratora.",
    english="In KSeF permissions in the context of the JST do not work in the context "
    "of a unit; its administrator has to be appointed.",
    source="ksef-api: uprawnienia.md",
)
NEEDS_DELEGATION: Final = Difference(
    id="ksef.system.needs_delegation",
    polish="KSeF przekazuje uprawnienie osobom podmiotu tylko wtedy, gdy nadano je z "
    "prawem przekazywania (canDelegate) i podmiot nadał je pośrednio.",
    english="KSeF passes the permission on to an entity's people only where it was "
    "granted with canDelegate and the entity granted it indirectly.",
    source="ksef-api: uprawnienia.md, issue 370",
)
OWN_CONTEXT: Final = Difference(
    id="ksef.system.self_billing_own_context",
    polish="W KSeF nabywca z uprawnieniem SelfInvoicing loguje się do własnego "
    "kontekstu i potrzebuje tam InvoiceWrite.",
    english="In KSeF the buyer with SelfInvoicing logs in to its own context and needs "
    "InvoiceWrite there.",
    source="ksef-api: issue 578",
)
ZAWFA_IN_SYSTEM: Final = Difference(
    id="ksef.system.zawfa_effect",
    polish="W praktyce osoba z ZAW-FA ma w KSeF tylko CredentialsManage; scenariusze "
    "testowe MF nadają sześć uprawnień. Odczytaj uprawnienia z KSeF (autor: System).",
    english="In practice the person of a ZAW-FA has CredentialsManage only; the "
    "Ministry's test scenarios grant six permissions. Read them back from KSeF "
    "(author: System).",
    source="ksef-api: dane-testowe-scenariusze.md, issues 343 and 532",
)
NO_CHANGE: Final = Difference(
    id="ksef.system.no_change",
    polish="KSeF nie zna zmiany uprawnienia: odbiera się je i nadaje na nowo.",
    english="KSeF knows no change of a permission: it is revoked and granted anew.",
    source="ksef-api: open-api.json",
)
ENFORCEMENT: Final = Difference(
    id="ksef.system.enforcement_operations",
    polish="Do faktur z art. 106c KSeF wymaga EnforcementOperations i roli organu "
    "egzekucyjnego albo komornika.",
    english="For invoices under art. 106c KSeF asks for EnforcementOperations and the "
    "role of an enforcement authority or bailiff.",
    source="ksef-api: uprawnienia.md",
)
OTHER_DATA: Final = Difference(
    id="ksef.system.data_of_a_grant",
    polish="KSeF pyta o identyfikator, imię i nazwisko albo nazwę oraz opis; datę "
    "urodzenia i dokument tylko przy odcisku palca bez NIP i PESEL; o przedstawiciela "
    "nie pyta.",
    english="KSeF asks for identifier, name and a description; for birth date and "
    "document only with a fingerprint without NIP and PESEL; not for a tax "
    "representative.",
    source="ksef-api: open-api.json, subjectDetails",
)
TOKENS_GO_ON: Final = Difference(
    id="ksef.system.tokens_after_2026",
    polish="Zespół API zapowiedział, że tokeny wydane do 31.12.2026 będą działać do "
    "30.11.2027; MF zapowiada zmianę rozporządzenia. To nie jest prawo.",
    english="The API team has announced that tokens issued by 2026-12-31 will work "
    "until 2027-11-30; the Ministry announces an amendment. That is no law.",
    source="ksef-api: issue 834",
)
OTHER_MEANS: Final = Difference(
    id="ksef.system.other_means",
    polish="KSeF przyjmuje też podpis osobisty i certyfikat Peppol, których przepis "
    "nie wymienia.",
    english="KSeF also accepts a personal signature and a Peppol certificate, which "
    "the provision does not name.",
    source="ksef-api: auth/podpis-xades.md",
)
SEAL_WITHOUT_NIP: Final = Difference(
    id="ksef.system.seal_without_nip",
    polish="KSeF czyta NIP z pola organizationIdentifier (VATPL); pieczęć bez niego "
    "działa tylko przez nadany odcisk palca.",
    english="KSeF reads the NIP from organizationIdentifier (VATPL); a seal without it "
    "works only through a granted fingerprint.",
    source="ksef-api: auth/podpis-xades.md",
)
STILL_ACTIVE: Final = Difference(
    id="ksef.system.still_active",
    polish="KSeF nadal pokazuje to uprawnienie jako Active, choć ogniwa łańcucha już "
    "nie ma.",
    english="KSeF still shows this permission as Active, though a link of its chain is "
    "gone.",
    source="ksef-api: issue 370",
)
GRANTS_GO_ON: Final = Difference(
    id="ksef.system.grants_go_on",
    polish="KSeF nie odbiera tego, co nadała osoba, której uprawnienie później "
    "odebrano: działa to dalej, dopóki nie odbierze się tego osobno.",
    english="KSeF does not revoke what a person granted whose own permission was "
    "revoked later: it goes on working until it is revoked itself.",
    source="MF, Podręcznik KSeF 2.0 cz. I, 2026-08-06",
)
NO_EXPIRY: Final = Difference(
    id="ksef.system.no_expiry",
    polish="KSeF nie zna terminu uprawnienia; po jego upływie trzeba je odebrać "
    "samemu.",
    english="KSeF knows no term of a permission; after it one has to revoke it "
    "oneself.",
    source="ksef-api: uprawnienia.md",
)
ALL: Final = (
    *(SPLIT, TECHNICAL, ONLY_MANAGES, NAMES_ON, NO_FLOW_DOWN, NEEDS_DELEGATION),
    *(OWN_CONTEXT, ZAWFA_IN_SYSTEM, NO_CHANGE, ENFORCEMENT, OTHER_DATA),
    *(TOKENS_GO_ON, OTHER_MEANS, SEAL_WITHOUT_NIP, STILL_ACTIVE, GRANTS_GO_ON),
    NO_EXPIRY,
)


def of_hold(question: MayHold, answer: Answer) -> Iterator[Difference]:
    """Tell what KSeF does otherwise about a holder."""
    permission, named_by = question.permission, question.named_by
    if isinstance(permission, SystemPermission) and permission not in LEGAL_KIND:
        yield TECHNICAL
        return
    kind = legal_kind(permission)
    in_unit = question.context in UNITS
    yes, for_invoices = answer is Answer.YES, kind in INVOICE_KINDS
    if yes and for_invoices:
        yield SPLIT
    if yes and for_invoices and in_unit and question.as_representative:
        yield ONLY_MANAGES
    elif yes and in_unit and named_by in {None, Namer.TAXPAYER, Namer.JST}:
        yield NO_FLOW_DOWN
    if kind is Permission.MANAGE and named_by is Namer.REPRESENTATIVE and not yes:
        yield NAMES_ON
    if yes and named_by is Namer.DESIGNATED_ENTITY:
        yield NEEDS_DELEGATION
    if yes and kind is Permission.SELF_BILLING:
        yield OWN_CONTEXT
    if yes and for_invoices and _for_106c(question):
        yield ENFORCEMENT
    if question.way is Way.ZAW_FA:
        yield ZAWFA_IN_SYSTEM


def _for_106c(question: MayHold) -> bool:
    return question.named_by in {Namer.ENFORCEMENT_AUTHORITY, Namer.BAILIFF} or (
        question.holder in {Holder.ENFORCEMENT_AUTHORITY, Holder.BAILIFF}
    )


def of_grant(question: MayGrant) -> Iterator[Difference]:
    """Tell what KSeF does otherwise about a step."""
    if question.step is Step.CHANGE:
        yield NO_CHANGE


def of_filing(question: ByZawFa, answer: Answer) -> Iterator[Difference]:
    """Tell what KSeF makes of a ZAW-FA."""
    del question
    if answer is Answer.YES:
        yield ZAWFA_IN_SYSTEM


def of_login(question: Authenticate, on: date) -> Iterator[Difference]:
    """Tell which means KSeF takes otherwise."""
    if question.means in {Means.PERSONAL_SIGNATURE, Means.PEPPOL_CERTIFICATE}:
        yield OTHER_MEANS
    if question.means is Means.TOKEN and on >= TOKENS_END:
        yield TOKENS_GO_ON
    seal = question.means is Means.QUALIFIED_SEAL
    if seal and question.certificate_has_id is False and on >= FIRST:
        yield SEAL_WITHOUT_NIP


def legal_kind(permission: Permission | SystemPermission) -> Permission | None:
    """Give the legal kind of a permission; None where the act has none."""
    if isinstance(permission, SystemPermission):
        return LEGAL_KIND.get(permission)
    return permission
