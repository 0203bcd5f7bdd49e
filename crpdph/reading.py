"""What expat calls while an answer is read: one small state table, nothing copied.

Speed matters here (a list has thousands of subjects), so a place is a dictionary of the
elements that may come next, and tuples are made without their class's own `__new__`.
"""

from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from crpdph.errors import AnswerNotUnderstood, NoAnswer
from crpdph.model import NAME_FIELD, Address, PublishedAccount, Subject, Verdict
from crpdph.notes import Notes
from crpdph.places import Attributes, Closer, Opener, Place
from crpdph.schema import ATTRIBUTES, KINDS, NAMESPACE, RESPONSE_ROOTS, SOAP

MAX_DEPTH: Final = 64
MAX_TEXT: Final = 4_096

_STATUS: Final = ATTRIBUTES["status"]
_TEXTS: Final = ("uliceCislo", "castObce", "mesto", "psc", "stat")
_VERDICTS: Final = {
    "NE": Verdict.RELIABLE,
    "ANO": Verdict.UNRELIABLE,
    "NENALEZEN": Verdict.NOT_FOUND,
}
_FOUND: Final = frozenset({Verdict.RELIABLE, Verdict.UNRELIABLE})


class Reading(Notes):
    """One answer on its way in.

    Attributes:
        root: Local name of the answer's element; empty until it came.
        status: Attributes of the one `status` element.
        subjects: What was read so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self.root = ""
        self.status: Attributes | None = None
        self.subjects: list[Subject] = []
        self._has_parts = False
        self._name: str | None = None
        self._address: dict[str, str] | None = None
        self._accounts: list[PublishedAccount] = []
        self._number: tuple[str, bool] | None = None
        self._parser: Any = None

    def parser(self) -> Any:  # noqa: ANN401 - expat's parser type is private
        """Make the parser that feeds this reading."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        start, end, characters = self._handlers()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser = parser
        return parser

    def let_go(self) -> None:
        """Take parser and reading apart, so that neither waits for the collector."""
        parser, self._parser = self._parser, None
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None

    def _handlers(  # noqa: C901 - three functions that share what changes
        self,
    ) -> tuple[Callable[..., None], ...]:
        """Make the three hot functions over local variables."""
        top = current = self._places()
        skipped = 0

        def start(name: str, attributes: Attributes) -> None:
            nonlocal current, skipped
            place = None if skipped else current.child_named(name)
            if place is None:
                skipped += 1
                if skipped == 1:
                    self.unknown_element(name, at_top=current is top)
                elif skipped > MAX_DEPTH:
                    raise AnswerNotUnderstood("nested too deep", reason="too_deep")
                return
            current = place
            place.attributes = attributes
            opened = place.opened
            if opened is not None:
                opened(attributes)

        def end(_name: str) -> None:
            nonlocal current, skipped
            if skipped:
                skipped -= 1
                return
            closed = current.closed
            if closed is not None:
                closed(current)
            current = current.parent

        def characters(text: str) -> None:
            if skipped or not current.has_text:
                return
            current.text = text = current.text + text
            if len(text) > MAX_TEXT:
                raise AnswerNotUnderstood("too long a text", reason="too_large")

        return start, end, characters

    def _places(self) -> Place:
        """Lay out which element may stand where, and what is done with it."""
        top = Place(None)
        envelope = top.child(f"{SOAP} Envelope")
        envelope.child(f"{SOAP} Header")
        body = envelope.child(f"{SOAP} Body")
        body.child(f"{SOAP} Fault", self._open_fault)
        ns = f"{NAMESPACE} "
        for root in sorted(RESPONSE_ROOTS):
            response = body.child(f"{ns}{root}")
            response.opened = self._opener_of_root(root, response)
        return top

    def _place_response(self, response: Place) -> None:
        """Lay out what may stand inside the one answer that came."""
        ns = f"{NAMESPACE} "
        response.child(f"{ns}status", self._open_status)
        for name in ("statusPlatceDPH", "statusSubjektu"):
            subject = response.child(f"{ns}{name}", None, self._close_subject)
            self._place_parts(subject)

    def _place_parts(self, subject: Place) -> None:
        """Lay out what may stand inside a subject."""
        ns = f"{NAMESPACE} "
        accounts = subject.child(f"{ns}zverejneneUcty", self._open_accounts)
        ucet = accounts.child(f"{ns}ucet", None, self._close_account)
        ucet.child(f"{ns}standardniUcet", self._open_standard)
        ucet.child(f"{ns}nestandardniUcet", self._open_other)
        subject.text_child(f"{ns}nazevSubjektu", self._close_name)
        address = subject.child(f"{ns}adresa", self._open_address)
        for part in _TEXTS:
            address.text_child(f"{ns}{part}", self._closer_of(part))

    def _refuse_doctype(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise NoAnswer("an HTML page", reason="html")
        raise AnswerNotUnderstood("a DOCTYPE", reason="doctype")

    def _open_fault(self, attributes: Attributes) -> None:
        del attributes
        raise NoAnswer("a SOAP fault", reason="fault")

    def _opener_of_root(self, root: str, place: Place) -> Opener:
        def opened(attributes: Attributes) -> None:
            del attributes
            if self.root:
                raise AnswerNotUnderstood("two answers in one", reason="root")
            self.root = root
            self._place_response(place)

        return opened

    def _open_status(self, attributes: Attributes) -> None:
        if self.status is not None:
            raise AnswerNotUnderstood("two status elements", reason="status_code")
        if not attributes.keys() <= _STATUS:
            self.unknown_attributes("status", attributes)
        self.status = attributes

    def _close_subject(self, place: Place) -> None:
        told = place.attributes
        raw = told.get("dic")
        if raw is None:
            raise AnswerNotUnderstood("a subject without a DIC", reason="missing")
        digits = raw
        if not (raw.isascii() and raw.isdigit()):
            digits = raw.strip().upper().removeprefix("CZ").strip()
            if not (digits.isascii() and digits.isdigit()):
                digits = ""  # nobody whom we asked about
                self.note("value", "dic")
        said = told.get("nespolehlivyPlatce")
        verdict = None if said is None else _VERDICTS.get(said)
        if verdict is None:
            verdict = Verdict.UNKNOWN
            self.note("value", "nespolehlivyPlatce")
        kind = told.get("typSubjektu")
        if kind is not None and kind not in KINDS:
            self.note("value", "typSubjektu")
        if kind == "NENALEZEN" and verdict in _FOUND:  # it contradicts itself
            verdict = Verdict.UNKNOWN
            self.note("value", "nespolehlivyPlatce")
        since = told.get("datumZverejneniNespolehlivosti")
        day = None if since is None else self.days.get(since) or self.day(since)
        office = told.get("cisloFu")
        known = (said, kind, since, office)
        if len(told) + known.count(None) != 1 + len(known):  # dic, and these
            self.unknown_attributes("subject", told)
        if not self._has_parts:
            bare = (digits, raw, kind, verdict, day, office, None, False, None, ())
            self.subjects.append(_make_tuple(Subject, bare))
            return
        name, parts = self._name, self._address
        full = (
            digits,
            raw,
            kind,
            verdict,
            day,
            office,
            None if name is None else name.strip(),
            name is not None and len(name.rstrip()) >= NAME_FIELD,
            None
            if parts is None
            else _make_tuple(Address, map(parts.get, _TEXTS, _BLANKS)),
            tuple(self._accounts),
        )
        self.subjects.append(_make_tuple(Subject, full))
        self._name = self._address = None
        self._accounts = []
        self._has_parts = False

    def _close_name(self, place: Place) -> None:
        if self._name is not None:
            self.note("element", "nazevSubjektu")
        self._name, place.text = place.text, ""
        self._has_parts = True

    def _open_address(self, attributes: Attributes) -> None:
        del attributes
        if self._address is not None:
            self.note("element", "adresa")
        self._address = {}
        self._has_parts = True

    def _closer_of(self, part: str) -> Closer:
        def closed(place: Place) -> None:
            address = self._address
            if address is not None:
                address[part] = place.text.strip()
            place.text = ""

        return closed

    def _open_accounts(self, attributes: Attributes) -> None:
        del attributes
        self._has_parts = True

    def _open_standard(self, told: Attributes) -> None:
        number, bank = told.get("cislo"), told.get("kodBanky")
        if number is None or bank is None:
            raise AnswerNotUnderstood("an account without a number", reason="missing")
        prefix = told.get("predcisli")
        if len(told) != (2 if prefix is None else 3):
            self.unknown_attributes("standardniUcet", told)
        text = f"{number}/{bank}" if prefix is None else f"{prefix}-{number}/{bank}"
        if self._number is not None:
            raise AnswerNotUnderstood("two numbers in one account", reason="account")
        self._number = (text, True)

    def _open_other(self, told: Attributes) -> None:
        number = told.get("cislo")
        if number is None:
            raise AnswerNotUnderstood("an account without a number", reason="missing")
        if len(told) > 1:
            self.unknown_attributes("nestandardniUcet", told)
        if self._number is not None:
            raise AnswerNotUnderstood("two numbers in one account", reason="account")
        self._number = (number.strip(), False)

    def _close_account(self, place: Place) -> None:
        told = place.attributes
        since, ended = told.get("datumZverejneni"), None
        if since is None:
            raise AnswerNotUnderstood("an account without a day", reason="missing")
        if len(told) > 1:
            until = told.get("datumZverejneniUkonceni")
            ended = None if until is None else self.day(until)
            if len(told) > 1 + (until is not None):
                self.unknown_attributes("ucet", told)
        if self._number is None:  # neither kind that we know: told as drift
            self.note("element", "ucet")
            return
        (text, is_standard), self._number = self._number, None
        bare = (text, self.days.get(since) or self.day(since), ended, is_standard)
        self._accounts.append(_make_tuple(PublishedAccount, bare))


_BLANKS: Final = ("",) * len(_TEXTS)
_make_tuple: Final = tuple.__new__
