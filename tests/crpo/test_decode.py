"""What the office makes of an answer: bound and fresh, or nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from crpo.contract.xades_xml import MAX_ANSWER_BYTES, REFUSALS, XadesXml
from crpo.contract.xml_read import MAX_POWERS
from crpo.errors import (
    AnswerError,
    AnswerNotAuthentic,
    AnswerNotBound,
    AnswerNotUnderstood,
)
from crpo.model import Answer, Question, Refusal
from crpo.told import INDEFINITE, NOT_TOLD
from jst.simulators.pki import VALID_DAYS
from tests.crpo.bench import (
    MANDATOR,
    QUESTION_ID,
    SOMEBODY,
    TOMORROW,
    YESTERDAY,
    Bench,
    a_power,
    a_question,
    put,
)
from tests.factories import NOON, TODAY
from vocabulary.clock import iso_utc
from vocabulary.identifiers import Nip

OTHER_NIP = Nip.parse("9990000020")


def refused(bench: Bench, raw: bytes, question: Question | None = None) -> str:
    """Decode what must be refused, and give the reason."""
    with pytest.raises(AnswerError) as caught:
        bench.read(raw, question)
    return f"{type(caught.value).__name__}: {caught.value.reason}"


def test_an_empty_list_is_the_register_s_word_that_there_is_nobody(
    bench: Bench,
) -> None:
    """The only "nobody" there is: signed, bound, fresh, and an empty list."""
    raw = bench.answer([])

    answer = bench.read(raw)

    assert isinstance(answer, Answer)
    assert () == answer.powers
    assert (QUESTION_ID, MANDATOR, TODAY, NOON) == (
        answer.in_reply_to,
        answer.mandator,
        answer.day,
        answer.answered_at,
    )
    assert raw is answer.raw
    assert answer.digest is None


def test_an_answer_to_another_question_is_refused(bench: Bench) -> None:
    """A "nobody" about somebody else would end in a letter to the wrong person."""
    other = replace(bench.asked(), message_id=QUESTION_ID.replace("1", "2"))

    assert "AnswerNotBound: in_reply_to" == refused(bench, bench.answer(asked=other))


def test_an_answer_to_other_bytes_under_our_id_is_refused(bench: Bench) -> None:
    """The id alone could be copied from a log; the digest cannot."""
    other = replace(bench.asked(), digest="0" * 64)

    assert "AnswerNotBound: question_digest" == refused(
        bench, bench.answer(asked=other)
    )


def test_an_answer_about_another_mandator_is_refused(bench: Bench) -> None:
    """The register must say itself whom it speaks of, for whoever reads it later."""
    other = replace(bench.asked(), mandator=OTHER_NIP)

    assert "AnswerNotBound: mandator" == refused(bench, bench.answer(asked=other))


def test_a_refusal_of_another_question_is_refused(bench: Bench) -> None:
    """A refusal is evidence as well, so it is bound as well."""
    raw = bench.refusal("quota_exceeded")

    assert "AnswerNotBound: question_digest" == refused(
        bench, raw, a_question(OTHER_NIP)
    )


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_an_answer_inside_the_window_is_fresh(bench: Bench, minutes: int) -> None:
    """Two hosts' clocks differ; five minutes are allowed, both ends included."""
    at = NOON + timedelta(minutes=minutes)

    answer = bench.read(bench.answer(at=at))

    assert isinstance(answer, Answer)
    assert at == answer.answered_at


@pytest.mark.parametrize("seconds", [-300.000001, 300.000001, -86_400, 86_400])
def test_an_answer_outside_the_window_is_refused(bench: Bench, seconds: float) -> None:
    """An answer kept back for an hour may have been overtaken by a revocation."""
    then = put("AnsweredAt", iso_utc(NOON + timedelta(seconds=seconds)))

    assert "AnswerNotBound: not_fresh" == refused(bench, bench.answer(spoil=then))


def test_the_window_is_the_office_s_to_narrow(bench: Bench) -> None:
    """A setting that is promised is tested at its end."""
    strict = XadesXml(
        register_seals=[bench.register.certificate], window=timedelta(seconds=1)
    )

    with pytest.raises(AnswerNotBound):
        strict.decode(
            bench.answer(), a_question(), now=NOON + timedelta(seconds=1.000001)
        )


@pytest.mark.parametrize("day", [YESTERDAY, TOMORROW])
def test_an_answer_that_names_another_day_is_not_understood(
    bench: Bench, day: date
) -> None:
    """An answer of yesterday is refused even when it was sealed a minute ago."""
    assert "AnswerNotUnderstood: day" == refused(bench, bench.answer(day=day))


def test_just_after_midnight_in_warsaw_the_new_day_counts(bench: Bench) -> None:
    """23:30 in UTC is already tomorrow where the decision is taken."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    question = a_question(asked_at=late)
    raw = bench.answer(asked=bench.asked(question), at=late, day=TOMORROW)

    answer = bench.contract.decode(raw, question, now=late)

    assert isinstance(answer, Answer)
    assert TOMORROW == answer.day


@pytest.mark.parametrize(
    ("end", "count"),
    [
        pytest.param(TODAY, 1, id="its last day"),
        pytest.param(TOMORROW, 1, id="the day before"),
        pytest.param(INDEFINITE, 1, id="no end"),
        pytest.param(NOT_TOLD, 1, id="not told"),
    ],
)
def test_a_power_is_current_to_the_end_of_its_last_day(
    bench: Bench, end: object, count: int
) -> None:
    """PPO-1(3), field 71: "ważne do" is the last day on which it holds."""
    powers = bench.powers(bench.answer([a_power(valid_until=end)]))

    assert count == len(powers)
    assert end == powers[0].valid_until


def test_a_power_that_has_ended_contradicts_the_register(bench: Bench) -> None:
    """The register promises current powers; a list that breaks that proves nothing."""
    raw = bench.answer([a_power(), a_power(valid_until=YESTERDAY)])

    assert "AnswerNotUnderstood: ended" == refused(bench, raw)


def test_a_power_received_tomorrow_contradicts_the_register(bench: Bench) -> None:
    """
    A power works from the day of its receipt, so none can be of the future.

    Holds: art. 138i § 1 Ordynacji.
    """
    raw = bench.answer([a_power(received_on=TOMORROW)])

    assert "AnswerNotUnderstood: future" == refused(bench, raw)


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_documented_refusal_is_a_refusal(bench: Bench, code: str) -> None:
    """The list is closed, and every word of it is understood."""
    refusal = bench.read(bench.refusal(code))

    assert isinstance(refusal, Refusal)
    assert (code, "Nie, bo nie.") == (refusal.code, refusal.text)


def test_an_undocumented_refusal_is_not_understood(bench: Bench) -> None:
    """
    REFUSED is said only of a documented refusal; the rest is UNKNOWN.

    Holds: design, section 3, step 4.
    """
    assert "AnswerNotUnderstood: refusal_code" == refused(
        bench, bench.refusal("bad_weather")
    )


def test_an_answer_sealed_by_somebody_else_is_not_authentic(bench: Bench) -> None:
    """The same authority issued that seal; only the pinned certificate counts."""
    root = etree.fromstring(bench.answer())
    root.remove(root[-1])

    assert "AnswerNotAuthentic: not_admitted" == refused(
        bench, bench.sealed(root, by=bench.somebody_else)
    )


def test_an_answer_under_a_seal_that_has_expired_is_not_authentic(
    bench: Bench,
) -> None:
    """An expired seal is one that its owner no longer guards."""
    with pytest.raises(AnswerNotAuthentic) as caught:
        bench.contract.decode(
            bench.answer(), a_question(), now=NOON + timedelta(days=VALID_DAYS + 1)
        )

    assert "certificate_time" == caught.value.reason


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(put("Mandator/Nip", "9990000015"), "bad_identifier", id="nip"),
        pytest.param(put("Day", "2026-02-30"), "schema", id="30 February"),
        pytest.param(put("Day", "0000-01-01"), "schema", id="year 0"),
        pytest.param(put("Day", "2026-11-20Z"), "schema", id="day with a zone"),
        pytest.param(
            put("AnsweredAt", "2026-11-20T25:00:00.000000Z"), "bad_instant", id="25 h"
        ),
        pytest.param(put("MessageId", ""), "schema", id="empty id"),
        pytest.param(
            lambda said: etree.SubElement(said, "Extra"), "schema", id="surplus"
        ),
        pytest.param(lambda said: said.remove(said[-1]), "schema", id="no list"),
        pytest.param(lambda said: said.set("odd", "1"), "schema", id="attribute"),
        pytest.param(
            lambda said: setattr(said, "tag", "{urn:x}Answer"), "schema", id="namespace"
        ),
    ],
)
def test_a_sealed_answer_outside_the_contract_is_not_understood(
    bench: Bench, spoil: object, reason: str
) -> None:
    """A seal says who speaks, not that what he says makes sense."""
    raw = bench.answer(spoil=spoil)  # type: ignore[arg-type]  # spoilers give back what they like

    assert f"AnswerNotUnderstood: {reason}" == refused(bench, raw)


def test_too_many_powers_are_not_understood(bench: Bench) -> None:
    """A list without an end is an attack on the reader, not an answer."""
    raw = bench.answer([a_power()] * (MAX_POWERS + 1))

    assert "AnswerNotUnderstood: count" == refused(bench, raw)


def test_a_thousand_powers_are_read(bench: Bench) -> None:
    """The cap is a cap and no estimate."""
    raw = bench.answer([a_power()] * MAX_POWERS)

    assert MAX_POWERS == len(bench.powers(raw))


def test_an_answer_of_more_than_a_mebibyte_is_not_parsed(bench: Bench) -> None:
    """The cap comes before the parser."""
    raw = bench.answer() + b" " * MAX_ANSWER_BYTES

    assert "AnswerNotUnderstood: size" == refused(bench, raw)


def test_an_error_shows_no_part_of_the_answer(bench: Bench) -> None:
    """
    The error's text goes into logs; the answer holds personal data.

    Holds: house style, rule 28.
    """
    with pytest.raises(AnswerNotUnderstood) as caught:
        bench.read(bench.answer(spoil=put("Mandator/Nip", "9990000015")))

    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert [] == [error for error in chain if "9990000015" in str(error)]


def test_a_name_with_markup_comes_back_as_it_is(bench: Bench) -> None:
    """Companies are called `A & B <C>`; letters must carry their name unchanged."""
    person = replace(SOMEBODY, surname='O\'Wzór & "Ćma" <nikt>')

    [power] = bench.powers(bench.answer([a_power(attorneys=(person,))]))

    assert person == power.attorneys[0]
