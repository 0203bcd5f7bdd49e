"""What the simulated register reads and writes: XML as the real one was seen to write.

Quirks on purpose: the DIC is echoed as sent; names are padded to 23 characters, and
cut; the district is padded to 48; the office's number is not padded; an answer may
come with or without an XML declaration and a SOAP header.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from crpdph.model import MAX_PER_REQUEST, NAME_FIELD, Operation
from crpdph.schema import NAMESPACE, SOAP
from jst.simulators.crpdph_register import NOBODY, Account, Entry

CLOSED_TEXT: Final = "Technologická odstávka služby (23:59:59 - 00:10:00)."
OUT_TEXT: Final = "Služba nedostupná."
FAULT: Final = (
    f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body><soapenv:Fault>'
    "<faultcode></faultcode><faultstring>com.ctc.wstx.exc.WstxEOFException: Unexpected"
    " EOF in prolog at [row,col]: [1,0]</faultstring><detail/>"
    "</soapenv:Fault></soapenv:Body></soapenv:Envelope>"
).encode()
SORRY_PAGE: Final = (
    b'<html><head><meta http-equiv="refresh" content="0;url=/sorry-page.html"></head>'
    b"<body>Sluzba neni dostupna</body></html>"
)
_DISTRICT: Final = 48
_BY_ROOT: Final = {each.request_root: each for each in Operation}
_WITH_NAME: Final = frozenset(
    {Operation.ROZSIRENY, Operation.SUBJEKT, Operation.SUBJEKT_V2}
)
_WITH_KIND: Final = frozenset({Operation.SUBJEKT, Operation.SUBJEKT_V2})
_V2_KINDS: Final = frozenset({"SKUPINA_DPH", "NESPOLEHLIVA_OSOBA"})


class NoRequest(Exception):
    """The body is no request of this service."""


def read_request(body: bytes) -> tuple[Operation, list[str]]:
    """Read an operation and the DIC as they were sent.

    Raises:
        NoRequest: No XML, no known operation, or nobody asked about.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        envelope = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as broken:
        raise NoRequest("no XML") from broken
    found = envelope.find(f"{{{SOAP}}}Body/*")
    name = "" if found is None else etree.QName(found).localname
    operation = _BY_ROOT.get(name)
    if found is None or operation is None:
        raise NoRequest("no known operation")
    dics = [each.text or "" for each in found.iterfind(f"{{{NAMESPACE}}}dic")]
    if not dics and operation is not Operation.SEZNAM:
        raise NoRequest("nobody is asked about")
    return operation, dics


class Writer:
    """Writes answers of one day."""

    def __init__(self, today: date) -> None:
        self._today = today

    def closed(self, operation: Operation, code: int) -> bytes:
        """Say that there is no answer now: statusCode 2 or 3, HTTP 200, no subjects."""
        text = CLOSED_TEXT if code == 2 else OUT_TEXT  # noqa: PLR2004 - statusCode
        return self._wrapped(operation, code, text, ())

    def answer(
        self, operation: Operation, asked: Sequence[str], known: dict[str, Entry]
    ) -> bytes:
        """Answer about the first hundred, each as it was asked."""
        code = 1 if len(asked) > MAX_PER_REQUEST else 0
        text = "OK" if code == 0 else "OK - příliš mnoho DIČ v dotazu."
        subjects = [
            self.subject(operation, dic, known.get(dic.removeprefix("CZ")))
            for dic in asked[:MAX_PER_REQUEST]
        ]
        return self._wrapped(operation, code, text, subjects)

    def list(self, known: Iterable[Entry]) -> bytes:
        """List who is unreliable, without accounts."""
        subjects = [
            self.subject(Operation.SEZNAM, entry.dic, entry)
            for entry in sorted(known, key=lambda entry: (len(entry.dic), entry.dic))
            if entry.unreliable_since is not None
        ]
        return self._wrapped(Operation.SEZNAM, 0, "OK", subjects)

    def subject(self, operation: Operation, dic: str, entry: Entry | None) -> str:
        """Write one subject; None is NENALEZEN."""
        element = "statusSubjektu" if operation in _WITH_KIND else "statusPlatceDPH"
        told = {"dic": dic, "nespolehlivyPlatce": NOBODY}
        if operation in _WITH_KIND:
            kind = NOBODY if entry is None else entry.kind
            if operation is Operation.SUBJEKT and kind in _V2_KINDS:
                kind = "PLATCE_DPH"
            told["typSubjektu"] = kind
        if entry is None:
            return f"<{element}{_attributes(told)}/>"
        told["nespolehlivyPlatce"] = "ANO" if entry.unreliable_since else "NE"
        if entry.unreliable_since is not None:
            told["datumZverejneniNespolehlivosti"] = entry.unreliable_since.isoformat()
        told["cisloFu"] = entry.office
        inner = "" if operation is Operation.SEZNAM else self._accounts(entry.accounts)
        if operation in _WITH_NAME:
            inner += _name_and_address(entry)
        return f"<{element}{_attributes(told)}>{inner}</{element}>"

    def _accounts(self, accounts: Sequence[Account]) -> str:
        if not accounts:
            return ""
        return (
            f"<zverejneneUcty>{''.join(map(self._account, accounts))}</zverejneneUcty>"
        )

    def _account(self, account: Account) -> str:
        told = {"datumZverejneni": account.published_from.isoformat()}
        if (ended := account.ended_on(self._today)) is not None:
            told["datumZverejneniUkonceni"] = ended.isoformat()
        return f"<ucet{_attributes(told)}>{_number(account)}</ucet>"

    def _wrapped(
        self, operation: Operation, code: int, text: str, subjects: Iterable[str]
    ) -> bytes:
        told = {
            "odpovedGenerovana": self._today.isoformat(),
            "statusCode": str(code),
            "statusText": text,
        }
        if operation is Operation.SEZNAM:
            told["bezVypisuUctu"] = "ANO"
        root = operation.response_root
        newer = operation in _WITH_KIND
        declaration = "<?xml version='1.0' encoding='UTF-8'?>" if newer else ""
        header = "<soapenv:Header/>" if newer else ""
        return (
            f'{declaration}<soapenv:Envelope xmlns:soapenv="{SOAP}">{header}'
            f'<soapenv:Body><{root} xmlns="{NAMESPACE}"><status{_attributes(told)}/>'
            f"{''.join(subjects)}</{root}></soapenv:Body></soapenv:Envelope>"
        ).encode()


def _number(account: Account) -> str:
    if not account.standard:
        return f"<nestandardniUcet cislo={quoteattr(account.text)}/>"
    number, _, bank = account.text.partition("/")
    prefix, _, number = number.rpartition("-")
    told = {"cislo": number, "kodBanky": bank} | (
        {"predcisli": prefix} if prefix else {}
    )
    return f"<standardniUcet{_attributes(told)}/>"


def _name_and_address(entry: Entry) -> str:
    written = ""
    if entry.name is not None:
        cut = f"{entry.name:<{NAME_FIELD}}"[:NAME_FIELD]
        written += f"<nazevSubjektu>{escape(cut)}</nazevSubjektu>"
    if entry.address is not None:
        street, district, town, postcode, country = map(escape, entry.address)
        written += (
            f"<adresa><uliceCislo>{street}</uliceCislo>"
            f"<castObce>{district:<{_DISTRICT}}</castObce><mesto>{town}</mesto>"
            f"<psc>{postcode}</psc><stat>{country}</stat></adresa>"
        )
    return written


def _attributes(told: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in told.items())
