"""[1] May this go by a ZAW-FA on that day, and which way exists instead?

What the regulation says is asked of `ksef.law.decide`; here its answer is put into the
words of somebody who fills in the form. Whatever it does not answer with yes stops.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ksef.law.bodies import BRANCHES, GROUP_MEMBERS, LOCAL_UNITS, NOTES, UNITS
from ksef.law.decide import Answer, Decision, decide
from ksef.law.dzu_2021_2481 import (
    reported_signature,
    zawfa_not_for_units,
    zawfa_one_person,
    zawfa_route,
)
from ksef.law.dzu_2025_1815 import zawfa as zawfa_1815
from ksef.law.dzu_2025_1815.act import E_FILING_DAY
from ksef.law.question import ByZawFa
from ksef.model import Channel, ZawFaPurpose
from ksef.zawfa.model import (
    PURPOSE_NUMBERS,
    REPORTS,
    EarlierPerson,
    Notice,
    Route,
    Version,
    version_on,
)
from ksef.zawfa.provisions import PUBLIC_DELIVERY, error, field_of, warning
from vocabulary.finding import Finding
from vocabulary.law import LegalRef

PAPER_ONLY_UNTIL: Final = zawfa_1815.FORM.in_force_from

_INSTEAD: Final = (
    (
        LOCAL_UNITS,
        zawfa_not_for_units.LOCAL,
        "Przedstawiciela jednostki wskazuje w KSeF administrator JST.",
    ),
    (
        GROUP_MEMBERS,
        zawfa_not_for_units.MEMBERS,
        "Przedstawiciela członka wskazuje w KSeF administrator grupy VAT.",
    ),
    (
        BRANCHES,
        zawfa_not_for_units.OF_BRANCHES,
        "Przedstawiciela wskazuje w KSeF administrator podatnika (według IDWew).",
    ),
)
_NOT_SEEN: Final = (
    "Tak było do 31 stycznia 2026 r.; późniejszego przepisu nie widzieliśmy. "
)


def check_route(notice: Notice) -> Iterator[Finding]:
    """Say what stands against this way; nothing more when there is no form to fill."""
    if notice.version is None:
        yield error(
            "zawfa.too_early",
            "filing_on",
            "Tego dnia nie było jeszcze wzoru ZAW-FA; pierwszy obowiązuje od"
            f" {zawfa_route.ROUTE.in_force_from}.",
            zawfa_route.ROUTE.ref,
        )
        return
    if notice.version is Version.V2:
        yield error(
            "zawfa.form_not_seen",
            "filing_on",
            "Tego dnia obowiązywał wzór ZAW-FA(2), którego pól nie znamy. Użyj"
            " urzędowego PDF Ministerstwa Finansów (plik zaw-fa-02).",
            field_of(notice.version, None),
        )
    found = [*_who(notice), *_purpose(notice), *_one_person(notice)]
    yield from found
    yield from _channel(notice)
    decision = _decided(notice)
    if decision.answer is not Answer.YES and not found:
        yield _by_law(decision)


def check_today(notice: Notice, today: date) -> Iterator[Finding]:
    """Tell when another form is in use today than on the day of filing."""
    in_use = version_on(today)
    if notice.filing_on < today and in_use is not notice.version:
        yield warning(
            "zawfa.day_passed",
            "filing_on",
            "Dzień złożenia już minął, wzór i przepisy są z tamtego dnia; dziś"
            f" obowiązuje {in_use}.",
            field_of(notice.version, None),
        )


def _who(notice: Notice) -> Iterator[Finding]:
    filer = notice.filer
    if filer.body in UNITS and (unit := _unit(notice)) is not None:
        yield unit
    elif not filer.is_natural and notice.purpose not in REPORTS:
        if filer.can_authenticate:
            yield error(
                "zawfa.can_authenticate",
                "filer.can_authenticate",
                "Podmiot może się uwierzytelnić w KSeF (np. odpowiednią pieczęcią),"
                " więc uprawnienia nadaje w systemie, bez ZAW-FA.",
                _route_ref(notice.filing_on),
            )
        elif filer.can_authenticate is None:
            yield error(
                "zawfa.authentication_not_told",
                "filer.can_authenticate",
                "Podaj, czy podmiot może się uwierzytelnić w KSeF (can_authenticate),"
                " albo wskaż certyfikat pieczęci.",
                _route_ref(notice.filing_on),
            )


def _unit(notice: Notice) -> Finding | None:
    """Refuse a unit; before § 4 ust. 1b reached it, nothing kept it from filing."""
    [(rule, instead)] = [
        (rule, instead)
        for bodies, rule, instead in _INSTEAD
        if notice.filer.body in bodies
    ]
    if notice.filing_on < rule.in_force_from:
        return None
    name = NOTES[notice.filer.body].polish
    known = "" if rule.in_force_on(notice.filing_on) else _NOT_SEEN
    return error(
        "zawfa.unit",
        "filer.kind",
        f"ZAW-FA nie dotyczy tego podmiotu ({name}). {known}{instead}",
        rule.ref,
    )


def _purpose(notice: Notice) -> Iterator[Finding]:
    purpose, version = notice.purpose, notice.version
    if version is Version.V1 and purpose not in PURPOSE_NUMBERS[Version.V1]:
        yield error(
            "zawfa.purpose_not_on_form",
            "purpose",
            "ZAW-FA(1) nie ma takiego celu; zna tylko nadanie, odebranie i zgłoszenie"
            " danych podpisu.",
            zawfa_route.ROUTE.ref,
        )
    if notice.filer.is_natural and purpose is not ZawFaPurpose.REPORT_SIGNATURE:
        yield error(
            "zawfa.natural_person",
            "filer.kind",
            "Osoba fizyczna składa ZAW-FA tylko po to, by zgłosić dane własnego"
            " podpisu; uprawnienia nadaje w systemie.",
            _route_ref(notice.filing_on),
        )
    if not notice.filer.is_natural and purpose is ZawFaPurpose.REPORT_SIGNATURE:
        yield error(
            "zawfa.own_signature",
            "purpose",
            "Dane własnego podpisu zgłasza tylko podatnik będący osobą fizyczną.",
            _signature_ref(notice.filing_on),
        )


def _one_person(notice: Notice) -> Iterator[Finding]:
    """From 2023 on an earlier person has to go first; a revocation names nobody new."""
    rule = next(
        (
            each
            for each in (zawfa_one_person.ONE_PERSON, zawfa_1815.ONE_PERSON)
            if each.in_force_on(notice.filing_on)
        ),
        None,
    )
    if rule is None or notice.purpose is not ZawFaPurpose.GRANT:
        return
    if notice.earlier is EarlierPerson.LIVE:
        yield error(
            "zawfa.revoke_first",
            "earlier_person",
            "Najpierw odbierz uprawnienia osobie wskazanej wcześniej (cel: odebranie),"
            " potem wskaż nową. Wzór obu zawiadomień: jst zawfa new change.",
            rule.ref,
        )
    elif notice.earlier is None:
        yield error(
            "zawfa.earlier_not_told",
            "earlier_person",
            "Podaj, czy przez wcześniejsze ZAW-FA wskazano już inną osobę: none, live"
            " albo revoked.",
            rule.ref,
        )


def _channel(notice: Notice) -> Iterator[Finding]:
    route, day = notice.route, notice.filing_on
    if route is Route.PAPER:
        return
    if day < PAPER_ONLY_UNTIL:
        yield error(
            "zawfa.paper_only",
            "route",
            "Do 31 stycznia 2026 r. ZAW-FA składało się wyłącznie na papierze.",
            zawfa_route.ROUTE.ref,
        )
    elif day < E_FILING_DAY:
        yield error(
            "zawfa.not_electronic_yet",
            "route",
            f"Elektronicznie ZAW-FA(3) można złożyć od {E_FILING_DAY}.",
            zawfa_1815.ELECTRONIC.ref,
        )
    elif route is Route.EPUAP:
        yield warning(
            "zawfa.epuap",
            "route",
            "Od 2026 r. ePUAP nie jest skuteczny dla podmiotu niepublicznego; dla"
            " JST skutek może mieć do 2029-09-30, lecz nie wiadomo, czy urząd skarbowy"
            " tak przyjmie ZAW-FA. Wybierz e-Urząd Skarbowy albo e-Doręczenia.",
            PUBLIC_DELIVERY,
        )


def _decided(notice: Notice) -> Decision:
    """Ask the law; how many persons were written is the matter of part C."""
    persons: int | None = 1
    if notice.earlier is EarlierPerson.LIVE:
        persons = 2
    elif notice.earlier is None:
        persons = None
    question = ByZawFa(
        filer=notice.filer.body,
        purpose=notice.purpose,
        can_authenticate=notice.filer.can_authenticate,
        persons=persons,
        certificate_has_id=False if notice.purpose in REPORTS else None,
        channel=Channel.PAPER
        if notice.route is Route.PAPER or notice.filing_on < E_FILING_DAY
        else Channel.ELECTRONIC,
    )
    return decide(question, on=notice.filing_on)


def _by_law(decision: Decision) -> Finding:
    """Say what the law answers where nothing above has found words for it."""
    ref = decision.decided_by[0].ref if decision.decided_by else None
    return error(
        "zawfa.not_by_law",
        "purpose",
        "Przepisy nie pozwalają na takie ZAW-FA"
        f" ({'; '.join(decision.provisions) or 'brak przepisu'}).",
        ref,
    )


def _route_ref(day: date) -> LegalRef:
    rules = (zawfa_route.ROUTE, zawfa_1815.ROUTE)
    return next(each.ref for each in rules if each.in_force_on(day))


def _signature_ref(day: date) -> LegalRef:
    rules = (reported_signature.REPORTED, zawfa_1815.REPORT_SIGNATURE)
    return next(each.ref for each in rules if each.in_force_on(day))
