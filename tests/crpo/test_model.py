"""The question and the answer as values: what they refuse, and what they hide."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from crpo.errors import AnswerNotUnderstood, AnswerStale, QueryInvalid
from crpo.model import Answer, MandatorQuery, Refusal
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    ForeignDocument,
    PowerOfAttorney,
    Substitute,
)
from crpo.told import INDEFINITE, NOT_TOLD
from tests.crpo.bench import (
    MANDATOR,
    QUESTION_ID,
    SOMEBODY,
    TOMORROW,
    YESTERDAY,
    a_question,
)
from tests.factories import NOON, OFFICE_NIP, TODAY
from vocabulary.identifiers import (
    ForeignTaxId,
    IdentifierInvalid,
    Nip,
    Pesel,
    Regon,
)

ATTORNEY_PESEL = Pesel.parse("00610100006")


def an_answer(*powers: PowerOfAttorney) -> Answer:
    """Make an answer of today's noon."""
    return Answer(
        message_id=str(uuid4()),
        in_reply_to=str(uuid4()),
        mandator=MANDATOR,
        day=TODAY,
        answered_at=NOON,
        powers=powers,
        raw=b"raw",
    )


def test_a_mandator_is_asked_for_by_nip_pesel_or_foreign_tax_id() -> None:
    """
    These three, and no other, are what the register can be asked by.

    Holds: "API CRPO dla JST", 16.04.2024.
    """
    asked = (MANDATOR, ATTORNEY_PESEL, ForeignTaxId.parse("CZ:1"))

    assert asked == tuple(MandatorQuery(each).mandator for each in asked)


def test_a_mandator_is_not_asked_for_by_another_number() -> None:
    """A REGON would be a question that the register does not know."""
    with pytest.raises(QueryInvalid):
        MandatorQuery(Regon.parse("123456785"))  # type: ignore[arg-type]  # a caller without types


@pytest.mark.parametrize("text", ["", "1", QUESTION_ID[:-1] + "A"])
def test_a_question_needs_a_canonical_uuid(text: str) -> None:
    """The answer must repeat the id to the letter."""
    with pytest.raises(QueryInvalid):
        a_question(id=text)


def test_a_question_needs_an_instant_with_a_zone() -> None:
    """A time without a zone lies on no known day."""
    with pytest.raises(QueryInvalid):
        a_question(asked_at=datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001 - the mistake under test


def test_an_answer_of_today_is_good_for_a_decision_of_today() -> None:
    """The one who asks on the day of the decision has done what the law wants."""
    answer = an_answer()

    assert answer is answer.for_decision_on(TODAY)


@pytest.mark.parametrize("day", [YESTERDAY, TOMORROW])
def test_an_answer_is_refused_for_a_decision_of_another_day(day: date) -> None:
    """
    A power filed this morning is effective today and stands in no answer of yesterday.

    Holds: art. 138i § 1 Ordynacji; "aktualne (na dzień zapytania)".
    """
    with pytest.raises(AnswerStale) as caught:
        an_answer().for_decision_on(day)

    assert (TODAY, day) == (caught.value.speaks_of, caught.value.decision_on)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        pytest.param(datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        pytest.param(datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
        pytest.param(datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_the_day_of_an_answer_is_warsaw_s(instant: datetime, day: date) -> None:
    """Midnight in Warsaw is not midnight in UTC, and summer is not winter."""
    answer = Answer(
        message_id="m",
        in_reply_to="q",
        mandator=MANDATOR,
        day=day,
        answered_at=instant,
        powers=(),
        raw=b"",
    )

    assert answer is answer.for_decision_on(day)


def test_an_answer_whose_day_is_not_its_instant_s_cannot_be_made() -> None:
    """Two days in one value would let each reader pick the one he likes."""
    with pytest.raises(ValueError, match="day"):
        Answer(
            message_id="m",
            in_reply_to="q",
            mandator=MANDATOR,
            day=YESTERDAY,
            answered_at=NOON,
            powers=(),
            raw=b"",
        )


def test_not_told_is_neither_yes_nor_no() -> None:
    """`if power.may_appoint_substitutes` must not turn silence into a no."""
    with pytest.raises(TypeError, match="not_told"):
        bool(NOT_TOLD)

    assert "not_told" == NOT_TOLD.value
    assert NOT_TOLD is SOMEBODY.for_service


def test_a_power_needs_an_attorney() -> None:
    """A power that empowers nobody is a broken record, not an empty list."""
    with pytest.raises(ValueError, match="at least one"):
        PowerOfAttorney(attorneys=())


def test_a_refusal_s_code_is_a_plain_word() -> None:
    """The code goes into the log in the clear, so it must hold no sentence."""
    with pytest.raises(ValueError, match="word"):
        Refusal(code="Nip 9990000014", text="x", message_id="m", raw=b"")


def test_no_repr_shows_a_person() -> None:
    """
    A repr ends in log files and in traces that are mailed to vendors.

    Holds: house style, rule 40.
    """
    document = ForeignDocument.parse("CZ:AB123456")
    person = Substitute(
        identifier=document,
        document_kind="KANAREK",
        surname="KANAREK",
        first_name="KANAREK",
        birth_date=date(2201, 2, 3),
        list_number="KANAREK",
        electronic_address=ElectronicAddress(
            kind=ElectronicAddressKind.ADE, value="KANAREK"
        ),
        address_for_service=Address(country="PL", town="KANAREK", street="KANAREK"),
        phone="KANAREK",
        email="KANAREK",
    )
    power = PowerOfAttorney(
        attorneys=(Attorney(identifier=ATTORNEY_PESEL),),
        mandator_name="KANAREK",
        substitutes=(person,),
    )
    refusal = Refusal(code="quota_exceeded", text="KANAREK", message_id="m", raw=b"K")

    shown = repr([an_answer(power), a_question(), refusal, f"{document}"])

    assert [] == [
        secret
        for secret in ("KANAREK", "2201", "AB123456", "00610100006", "9990000014")
        if secret in shown
    ]


def test_a_foreign_document_is_no_foreign_tax_id() -> None:
    """The same letters on a passport and a tax card are two things."""
    assert ForeignDocument.parse("CZ:1") != ForeignTaxId.parse("CZ:1")

    with pytest.raises(IdentifierInvalid, match="foreign_document"):
        ForeignDocument.parse("PL:1")


def test_an_answer_names_whose_data_it_disclosed_each_once() -> None:
    """The officer searches the log by person, so every person must be in it."""
    document = ForeignDocument.parse("CZ:AB123456")
    power = PowerOfAttorney(
        attorneys=(Attorney(identifier=ATTORNEY_PESEL), SOMEBODY),
        substitutes=(Substitute(identifier=document),),
    )

    answer = an_answer(power, power)

    assert (MANDATOR, ATTORNEY_PESEL, document) == answer.disclosed


def test_an_answer_names_the_fields_it_disclosed_and_no_other() -> None:
    """What was not told was not disclosed."""
    power = PowerOfAttorney(
        attorneys=(SOMEBODY,),
        valid_until=INDEFINITE,
        substitutes=(Substitute(identifier=ATTORNEY_PESEL),),
    )

    assert (
        "attorney.first_name",
        "attorney.surname",
        "substitute.identifier",
        "valid_until",
    ) == an_answer(power).fields_disclosed


@pytest.mark.parametrize(
    ("power", "reason"),
    [
        (PowerOfAttorney(attorneys=(SOMEBODY,), valid_until=YESTERDAY), "ended"),
        (PowerOfAttorney(attorneys=(SOMEBODY,), received_on=TOMORROW), "future"),
    ],
)
def test_under_no_contract_is_a_power_of_another_day_current(
    power: PowerOfAttorney, reason: str
) -> None:
    """
    The register promises what is current on the day; nobody is served on less.

    Holds: art. 138i § 1 Ordynacji; PPO-1(3), field 71.
    """
    with pytest.raises(AnswerNotUnderstood) as refused:
        an_answer(power)

    assert reason == refused.value.reason


def test_a_power_is_current_on_its_first_and_on_its_last_day() -> None:
    """Both ends belong to it."""
    power = PowerOfAttorney(attorneys=(SOMEBODY,), received_on=TODAY, valid_until=TODAY)

    assert (power,) == an_answer(power).powers


def test_the_office_and_the_mandator_are_both_nips() -> None:
    """An office may be a mandator as well; nothing forbids asking about itself."""
    assert isinstance(a_question(OFFICE_NIP).query.mandator, Nip)
