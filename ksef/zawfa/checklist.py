"""[5] The sheet on top of a ZAW-FA: what to check, who signs, how, what follows.

It is for the person who prepares the notice and is never filed. Of all persons it
names only the filer.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from ksef.law.dzu_2025_1815.act import E_FILING_DAY
from ksef.model import Body, ZawFaPurpose
from ksef.zawfa.checks_signers import REPRESENTATIONS
from ksef.zawfa.model import REPORTS, EarlierPerson, Notice, Route, Version
from ksef.zawfa.values import TITLES
from vocabulary.finding import Finding


def checklist(
    notices: Sequence[Notice], findings: Sequence[Finding]
) -> dict[str, object]:
    """Say what the sheet says, in order; pure.

    Args:
        notices: What is filed together, in the order of filing; at least one.
        findings: What was told about them and stops nothing.
    """
    first = notices[0]
    sections = {
        "Przed złożeniem sprawdź": _before(notices),
        "Kto podpisuje": _who_signs(first),
        f"Jak złożyć (dzień {first.filing_on})": _channels(notices),
        "Co będzie dalej": _after(notices),
        "Czyje uprawnienia zostają": _staying(notices),
        "Uwagi z kontroli": _told(findings),
    }
    return {
        "form": first.version,
        "filer": first.filer.name,
        "filings": [TITLES[each.purpose] for each in notices],
        "sections": [
            {"title": title, "lines": list(lines)} for title, lines in sections.items()
        ],
    }


def _before(notices: Sequence[Notice]) -> Iterator[str]:
    yield "NIP, nazwa i adresy e-mail zgadzają się; na te adresy przyjdzie wynik."
    yield "Właściwy naczelnik urzędu skarbowego to ten, któremu podlega podmiot."
    if any(each.person for each in notices):
        yield "Imię, nazwisko i identyfikator osoby zgadzają się z jej dokumentem."
    if any(each.unique_data for each in notices):
        yield (
            "Skrót SHA-256 pochodzi z certyfikatu, którym osoba lub podmiot będzie się"
            " posługiwać; po każdej wymianie certyfikatu zgłasza się go od nowa."
        )
    if notices[0].version is Version.V3:
        yield (
            "Karta nie jest urzędowym formularzem: przepisz dane do e-Urzędu Skarbowego"
            " albo do wzoru ZAW-FA(3). Kreska oznacza, że numeru pola nie znamy."
        )
    else:
        yield (
            "Druk sporządzono według wzoru; porównaj go z wzorem z Dziennika Ustaw,"
            " zanim go złożysz."
        )


def _who_signs(notice: Notice) -> Iterator[str]:
    filer = notice.filer
    if filer.local_government is not None and filer.body is Body.JST:
        representation = REPRESENTATIONS[filer.local_government]
        ref = representation.ref
        yield f"{representation.says} ({ref.provision}, {ref.act})"
    elif filer.is_natural:
        yield "Podpisuje sam podatnik."
    else:
        yield (
            "Sposób reprezentacji wymaga podpisów:"
            f" {filer.signers_required}, jak podano w pliku; porównaj z KRS albo"
            " statutem."
        )
    positions = Counter(each.position for each in notice.signers)
    named = ", ".join(f"{position} ({n})" for position, n in positions.items())
    yield (
        f"Podpisujących: {len(notice.signers)}, to jest: {named}. Liczbę podpisów urząd"
        " skarbowy sprawdza najpierw."
    )
    if notice.copies > 1:
        yield (
            f"Egzemplarzy: {notice.copies}, ponumerowanych w polu 4; każdy podpisują"
            " osoby na nim wymienione, złóż wszystkie razem."
        )


def _channels(notices: Sequence[Notice]) -> Iterator[str]:
    notice = notices[0]
    if len(notices) > 1:
        yield "Najpierw złóż odebranie, potem nadanie."
    yield _channel(
        notice, Route.PAPER, "Na papierze, do właściwego naczelnika urzędu skarbowego"
    )
    if notice.filing_on < E_FILING_DAY:
        yield (
            f"Elektronicznie tego dnia jeszcze nie można (od {E_FILING_DAY} przez"
            " e-Urząd Skarbowy)."
        )
        return
    account = (
        "osoba fizyczna składa ze swojego konta"
        if notice.filer.is_natural
        else "wymaga konta organizacji i użytkownika tego konta"
    )
    yield _channel(
        notice,
        Route.E_US,
        f"W e-Urzędzie Skarbowym (Dokumenty, Złóż dokument): {account}",
    )
    yield _channel(
        notice,
        Route.E_DELIVERY,
        "Przez e-Doręczenia, według podręcznika Ministerstwa Finansów z 6.08.2026",
    )
    yield _channel(
        notice,
        Route.EPUAP,
        "Lepiej nie przez ePUAP: od 2026 r. nieskuteczny dla podmiotów niepublicznych,"
        " dla publicznych (np. JST) niepewny",
    )


def _channel(notice: Notice, route: Route, text: str) -> str:
    """Mark the way that the file says."""
    return f"{text} (wybrano)." if notice.route is route else f"{text}."


def _after(notices: Sequence[Notice]) -> Iterator[str]:
    yield "Skutek nastąpi dopiero, gdy urząd wprowadzi zawiadomienie."
    system_2 = notices[0].version is Version.V3
    if system_2:
        yield "Trwa to od kilku godzin do kilku dni (według prasy)."
    purposes = {each.purpose for each in notices}
    if ZawFaPurpose.GRANT in purposes:
        yield (
            "ZAW-FA daje tylko zarządzanie uprawnieniami: po zalogowaniu nadaj"
            " wystawianie faktur i dostęp do nich, sobie i innym (źródła są sprzeczne:"
            " docs/ksef-law.md, pytanie 6)."
        )
    if ZawFaPurpose.GRANT in purposes and system_2:
        yield (
            "Sprawdź w KSeF, co osoba naprawdę ma; uprawnienia z ZAW-FA mają tam"
            " autora System."
        )
        yield (
            "Osoba wygeneruje w KSeF tylko własny certyfikat; certyfikat podmiotu"
            " wymaga pieczęci."
        )
    if purposes & REPORTS:
        yield "Po zgłoszeniu zaloguj się tym samym podpisem albo tą samą pieczęcią."


def _staying(notices: Sequence[Notice]) -> Iterator[str]:
    purposes = {each.purpose for each in notices}
    if purposes & {ZawFaPurpose.REVOKE, ZawFaPurpose.REVOKE_ALL}:
        yield (
            "Odebranie uprawnień osobie nie odbiera ich tym, których ona uprawniła:"
            " przejrzyj ich w KSeF i odbierz, co trzeba (jst ksef effective)."
        )
    elif notices[0].earlier is EarlierPerson.REVOKED:
        yield (
            "Osobie wskazanej wcześniej odebrano uprawnienia, lecz nie tym, których"
            " ona uprawniła: przejrzyj ich w KSeF i odbierz, co trzeba (jst ksef"
            " effective)."
        )
    else:
        yield "To zawiadomienie nikomu uprawnień nie odbiera."


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    for each in findings:
        field = f"Pole {each.field}" if each.field.isdecimal() else each.field
        yield f"{field}: {each.message}"
    if not findings:
        yield "Brak."
