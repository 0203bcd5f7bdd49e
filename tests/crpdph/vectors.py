"""Answers of the Czech register, written for tests: shapes seen, nobody real.

Each function gives bytes; the numbers are of the simulator's made-up firms.
"""

from collections.abc import Iterable
from typing import Final

from crpdph.schema import NAMESPACE, SOAP
from jst.simulators.crpdph_register import company, group_number, person

FIRM: Final = company(1)
OTHER_FIRM: Final = company(2)
PERSON: Final = person(1)
GROUP: Final = group_number(1)

OK: Final = '<status odpovedGenerovana="2026-11-20" statusCode="0" statusText="OK"/>'
OUTAGE: Final = (
    '<status odpovedGenerovana="2026-11-21" statusCode="2"'
    ' statusText="Technologická odstávka služby (23:59:59 - 00:10:00)."/>'
)


def answer(
    *subjects: str, status: str = OK, root: str = "StatusNespolehlivyPlatceRozsireny"
) -> bytes:
    """Wrap subjects into an answer of an operation."""
    return (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body>'
        f'<{root}Response xmlns="{NAMESPACE}">{status}{"".join(subjects)}'
        f"</{root}Response></soapenv:Body></soapenv:Envelope>"
    ).encode()


def payer(
    dic: str = FIRM, *, verdict: str = "NE", inner: str = "", more: str = ""
) -> str:
    """Write one payer."""
    return (
        f'<statusPlatceDPH dic="{dic}" nespolehlivyPlatce="{verdict}" {more}>'
        f"{inner}</statusPlatceDPH>"
    )


def subject(dic: str, kind: str, *, verdict: str = "NE", inner: str = "") -> str:
    """Write one subject of the V2 operation."""
    return (
        f'<statusSubjektu dic="{dic}" nespolehlivyPlatce="{verdict}"'
        f' typSubjektu="{kind}">{inner}</statusSubjektu>'
    )


def accounts(*texts: str) -> str:
    """Wrap published accounts."""
    return f"<zverejneneUcty>{''.join(texts)}</zverejneneUcty>"


def standard(
    number: str = "2000145399",
    bank: str = "0800",
    *,
    prefix: str | None = None,
    since: str = "2013-04-01",
    ended: str | None = None,
) -> str:
    """Write an account that is told in parts."""
    end = "" if ended is None else f' datumZverejneniUkonceni="{ended}"'
    first = "" if prefix is None else f' predcisli="{prefix}"'
    return (
        f'<ucet datumZverejneni="{since}"{end}><standardniUcet cislo="{number}"'
        f' kodBanky="{bank}"{first}/></ucet>'
    )


def other(text: str, *, since: str = "2015-01-13") -> str:
    """Write an account that is told as a text."""
    return f'<ucet datumZverejneni="{since}"><nestandardniUcet cislo="{text}"/></ucet>'


def listed(numbers: Iterable[int]) -> bytes:
    """Write a list of unreliable payers."""
    return answer(
        *(
            f'<statusPlatceDPH cisloFu="451" datumZverejneniNespolehlivosti='
            f'"20{n % 14 + 10:02}-{n % 12 + 1:02}-02" dic="{company(n)}"'
            ' nespolehlivyPlatce="ANO"/>'
            for n in numbers
        ),
        status='<status bezVypisuUctu="ANO" odpovedGenerovana="2026-11-20"'
        ' statusCode="0" statusText="OK"/>',
        root="SeznamNespolehlivyPlatce",
    )
