"""Answers of the register: what is read out of them, and what is never read out."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crpdph.errors import AnswerNotUnderstood, CrpdphError, NoAnswer
from crpdph.messages import read_answer, soap_action, write_request
from crpdph.model import Dic, Operation, Verdict
from crpdph.reading import MAX_DEPTH
from tests.crpdph.vectors import (
    FIRM,
    GROUP,
    OUTAGE,
    PERSON,
    accounts,
    answer,
    listed,
    other,
    payer,
    standard,
    subject,
)

SORRY = b'<html><body><a href="/sorry-page.html">x</a></body></html>'
DEEP, LONG = "<a>" * (MAX_DEPTH + 2), "x" * 5000
FAULT = (
    b'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    b"<soapenv:Body><soapenv:Fault><faultcode></faultcode><faultstring>com.ctc.wstx"
    b"</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
)


def test_accounts_of_all_kinds_are_read_in_their_order() -> None:
    """A published account that is not read stops a payment that is due."""
    inner = accounts(
        standard(prefix="35", number="3355550267", bank="0100"),
        standard(number="2171532"),
        other("CZ6555000000005080019993"),
        other("5245280/0300"),
        other("DE89370400440532013000"),
    )

    [found] = read_answer(answer(payer(inner=inner))).subjects

    assert [
        "CZ:0100:35:3355550267",
        "CZ:0800:0:2171532",
        "CZ:5500:0:5080019993",
        "CZ:0300:0:5245280",
        "DE89370400440532013000",
    ] == [account.key for account in found.accounts]
    assert [
        "standard",
        "standard",
        "iban",
        "domestic_text",
        "foreign",
    ] == [account.kind for account in found.accounts]


def test_nineteen_accounts_are_nineteen() -> None:
    """A vendor with many accounts is the usual large vendor."""
    inner = accounts(*(standard(number=str(1000 + n)) for n in range(19)))

    assert 19 == len(read_answer(answer(payer(inner=inner))).subjects[0].accounts)


def test_a_group_has_accounts_and_neither_name_nor_address() -> None:
    """A missing name is no error: groups have none."""
    raw = answer(
        subject(GROUP, "SKUPINA_DPH", inner=accounts(standard())),
        root="StatusNespolehlivySubjektRozsireny",
    )

    [group] = read_answer(raw).subjects

    assert ("SKUPINA_DPH", None, None, 1) == (
        group.kind,
        group.name,
        group.address,
        len(group.accounts),
    )


def test_an_identified_person_can_be_unreliable() -> None:
    """ANO does not mean "payer": the kind is told beside it."""
    raw = answer(
        subject(FIRM, "IDENTIFIKOVANA_OSOBA", verdict="ANO"),
        root="StatusNespolehlivySubjektRozsireny",
    )

    [found] = read_answer(raw).subjects

    assert ("IDENTIFIKOVANA_OSOBA", Verdict.UNRELIABLE) == (found.kind, found.verdict)


def test_the_echo_with_a_prefix_is_matched_by_digits() -> None:
    """The service echoes what was sent, against its own schema."""
    [found] = read_answer(answer(payer(f"CZ{FIRM}"))).subjects

    assert (FIRM, f"CZ{FIRM}") == (found.dic, found.dic_as_told)
    assert Dic.parse(FIRM) == found.identifier


@pytest.mark.parametrize("echo", [f" CZ {FIRM} ", f"cz{FIRM}", f"{FIRM}\u00a0"])
def test_blanks_and_one_prefix_of_an_echo_are_borne(echo: str) -> None:
    """Nobody else can be meant."""
    assert [FIRM] == [each.dic for each in read_answer(answer(payer(echo))).subjects]


@pytest.mark.parametrize(
    "echo", [f"SK{FIRM}", f"CZCZ{FIRM}", f"{FIRM[:4]}-x{FIRM[4:]}", f"\u0661{FIRM}"]
)
def test_an_echo_of_somebody_else_is_matched_with_nobody(echo: str) -> None:
    """Digits that are fished out of another text are another number."""
    read = read_answer(answer(payer(echo)))

    assert [""] == [each.dic for each in read.subjects]
    assert ("value", "dic") in [(each.what, each.name) for each in read.drift]


@pytest.mark.parametrize("verdict", ["NE", "ANO"])
def test_a_subject_that_is_not_found_and_judged_is_unknown(verdict: str) -> None:
    """It contradicts itself, and NE would let a payment go."""
    raw = answer(
        subject(FIRM, "NENALEZEN", verdict=verdict),
        root="StatusNespolehlivySubjektRozsireny",
    )

    read = read_answer(raw)

    assert [Verdict.UNKNOWN] == [each.verdict for each in read.subjects]
    assert 1 == len(read.drift)


@pytest.mark.parametrize(
    ("twice", "name"),
    [
        ("<nazevSubjektu>BOGUS</nazevSubjektu>", "nazevSubjektu"),
        ("<adresa><mesto>BOGUS</mesto></adresa>", "adresa"),
    ],
)
def test_two_names_or_addresses_of_one_subject_are_drift(twice: str, name: str) -> None:
    """One of them is not this subject's, and nobody can say which."""
    read = read_answer(answer(payer(inner=twice * 2)))

    assert [("element", name)] == [(each.what, each.name) for each in read.drift]


def test_a_pretty_printed_list_of_its_real_length_is_read() -> None:
    """Indentation is no text of anybody; 8,076 is the length seen in 2019."""
    raw = listed(range(1, 8_077)).replace(b"<statusP", b"\n        <statusP")

    assert 8_076 == len(read_answer(raw).subjects)


def test_the_real_outage_text_is_an_answer_without_subjects() -> None:
    """StatusCode 2 comes with HTTP 200 and says nothing about anybody."""
    found = read_answer(answer(status=OUTAGE))

    assert (2, ()) == (found.status_code, found.subjects)


def test_subjects_beside_an_outage_are_not_believed() -> None:
    """An answer that contradicts itself says nothing."""
    found = read_answer(answer(payer(), status=OUTAGE))

    assert ((), ["subject"]) == (found.subjects, [each.what for each in found.drift])


@pytest.mark.parametrize("code", ["4", "-1", "", "x", "00"])
def test_an_undocumented_status_is_not_understood(code: str) -> None:
    """A fifth status may mean anything."""
    status = f'<status odpovedGenerovana="2026-11-20" statusCode="{code}"/>'

    with pytest.raises(AnswerNotUnderstood):
        read_answer(answer(payer(), status=status))


def test_a_cut_name_is_marked() -> None:
    """The name's field has 23 characters: a full one may have lost its end."""
    full, short = "NEW BOGUS ENGINEERING A", "BOGUS A.S.             "
    raw = answer(
        payer(inner=f"<nazevSubjektu>{full}</nazevSubjektu>"),
        payer(inner=f"<nazevSubjektu>{short}</nazevSubjektu>"),
    )

    assert [(full, True), ("BOGUS A.S.", False)] == [
        (each.name, each.name_may_be_cut) for each in read_answer(raw).subjects
    ]


def test_an_address_is_read_without_its_padding() -> None:
    """The district is padded to 48 characters."""
    inner = (
        "<adresa><uliceCislo>Zmyšlená 1</uliceCislo>"
        f"<castObce>{'NIKDE':<48}</castObce><mesto>PRAHA 99</mesto><psc>19999</psc>"
        "<stat>Česká republika</stat></adresa>"
    )

    [found] = read_answer(answer(payer(inner=inner))).subjects

    assert ("Zmyšlená 1", "NIKDE", "PRAHA 99", "19999", "Česká republika") == (
        tuple(found.address or ())
    )


def test_unreliability_has_its_day_and_the_office_its_number() -> None:
    """What the letter to the vendor will quote."""
    more = 'datumZverejneniNespolehlivosti="2025-03-14" cisloFu="13"'

    [found] = read_answer(answer(payer(verdict="ANO", more=more))).subjects

    assert (date(2025, 3, 14), "13") == (found.unreliable_since, found.tax_office)


def test_a_day_with_a_zone_is_that_day() -> None:
    """xs:date allows one; a server in Java may write it at any time."""
    status = '<status odpovedGenerovana="2026-11-20+01:00" statusCode="0"/>'

    assert date(2026, 11, 20) == read_answer(answer(status=status)).generated_on


def test_an_unknown_verdict_is_unknown() -> None:
    """A fourth value of nespolehlivyPlatce must not be read as one of the three."""
    found = read_answer(answer(payer(verdict="MOZNA")))

    assert Verdict.UNKNOWN is found.subjects[0].verdict
    assert [("value", "nespolehlivyPlatce")] == [tuple(each) for each in found.drift]


def test_new_things_are_skipped_and_reported() -> None:
    """The interface grows without notice; the known part stays readable."""
    raw = answer(
        subject(FIRM, "NOVY_TYP", inner="<novy><dalsi/></novy>" + accounts(standard())),
        root="StatusNespolehlivySubjektRozsireny",
    ).replace(b"statusCode=", b'novyAtribut="1" statusCode=')

    found = read_answer(raw)

    assert "NOVY_TYP" == found.subjects[0].kind
    assert 1 == len(found.subjects[0].accounts)
    assert {
        ("attribute", "status/novyAtribut"),
        ("element", "novy"),
        ("value", "typSubjektu"),
    } == {tuple(each) for each in found.drift}


def test_children_in_another_order_are_read() -> None:
    """A sequence in a schema is a promise that was broken before."""
    inner = "<nazevSubjektu>BOGUS</nazevSubjektu>" + accounts(standard())

    [found] = read_answer(answer(payer(inner=inner))).subjects

    assert ("BOGUS", 1) == (found.name, len(found.accounts))


def test_an_attribute_that_was_renamed_is_drift() -> None:
    """As many attributes as before, and one of them is another."""
    raw = answer(payer()).replace(b"nespolehlivyPlatce=", b"novyPlatce=")

    found = read_answer(raw)

    assert Verdict.UNKNOWN is found.subjects[0].verdict
    assert ("attribute", "subject/novyPlatce") in {tuple(each) for each in found.drift}


def test_an_account_of_a_new_sort_is_drift() -> None:
    """An account that we cannot read is told, and the others stay."""
    inner = accounts(
        '<ucet datumZverejneni="2020-01-01"><novyUcet/></ucet>', standard()
    )

    found = read_answer(answer(payer(inner=inner)))

    assert 1 == len(found.subjects[0].accounts)
    assert {("element", "novyUcet"), ("element", "ucet")} == {
        tuple(each) for each in found.drift
    }


@pytest.mark.parametrize(
    ("raw", "status", "reason"),
    [
        pytest.param(FAULT, 200, "fault", id="a fault at 200"),
        pytest.param(FAULT, 500, "http_status", id="a fault at 500"),
        pytest.param(answer(payer()), 500, "http_status", id="an answer at 500"),
        pytest.param(SORRY, 200, "html", id="a page"),
        pytest.param(b"<!DOCTYPE html><html><br></html>", 200, "html", id="HTML 5"),
        pytest.param(b"<HTML><BR></BODY>", 200, "html", id="loose HTML"),
        pytest.param(b"go to /sorry-page.html", 200, "html", id="a scrap of a page"),
        pytest.param(b"", 200, "empty", id="nothing"),
        pytest.param(b" \r\n", 200, "empty", id="blanks"),
    ],
)
def test_what_is_no_answer_says_so(raw: bytes, status: int, reason: str) -> None:
    """Every one of these was seen; none is a verdict."""
    with pytest.raises(NoAnswer) as caught:
        read_answer(raw, http_status=status)

    assert reason == caught.value.reason


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        pytest.param(FAULT, "fault", id="a fault"),
        pytest.param(SORRY, "html", id="a page"),
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"<x", "broken_xml", id="cut"),
    ],
)
def test_another_status_says_what_its_body_is(raw: bytes, body: str) -> None:
    """It decides nothing, and helps whoever looks for the cause."""
    with pytest.raises(NoAnswer) as caught:
        read_answer(raw, http_status=500)

    cause = caught.value.__cause__
    assert isinstance(cause, NoAnswer | AnswerNotUnderstood)
    assert body == cause.detail


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(answer(payer())[:-40], "broken_xml", id="cut at the end"),
        pytest.param(b"<!DOCTYPE a><a/>", "doctype", id="a DOCTYPE"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY b "c">]>' + answer(payer()), "doctype", id="entity"
        ),
        pytest.param(b"<a/>", "root", id="another document"),
        pytest.param(answer(status=""), "root", id="no status"),
        pytest.param(answer(payer(verdict="NE")).replace(b"Rozsireny", b"Jiny"),
                     "root", id="another root"),
        pytest.param(answer(payer(more='cisloFu="1"')).replace(b' dic="', b' d="'),
                     "missing", id="no DIC"),
        pytest.param(answer(status='<status statusCode="0"/>'), "missing", id="no day"),
        pytest.param(answer(payer(inner=accounts(standard(since="2026-02-30")))),
                     "bad_day", id="the 30th of February"),
        pytest.param(answer(payer(inner=accounts(standard(since="20260101")))),
                     "bad_day", id="a day without hyphens"),
        pytest.param(answer(payer(inner=accounts("<ucet><standardniUcet cislo='1'"
                     " kodBanky='0800'/></ucet>"))), "missing", id="account, no day"),
        pytest.param(answer(payer(inner=accounts(standard().replace("cislo=", "c=")))),
                     "missing", id="account, no number"),
        pytest.param(answer(payer(inner=accounts(other("x").replace("cislo=", "c=")))),
                     "missing", id="text account, no number"),
        pytest.param(answer(payer(inner=accounts(standard().replace(
                     "</ucet>", "<nestandardniUcet cislo='1'/></ucet>")))),
                     "account", id="two numbers in one account"),
        pytest.param(answer(OUTAGE), "status_code", id="two statuses"),
        pytest.param(answer(payer(inner=f"{DEEP}{DEEP.replace('<', '</')}")),
                     "too_deep", id="too deep"),
        pytest.param(answer(payer(inner=f"<nazevSubjektu>{LONG}</nazevSubjektu>")),
                     "too_large", id="too long a name"),
        pytest.param(b"<?xml version='1.0' encoding='nonsense'?><a/>",
                     "encoding", id="an unknown encoding"),
    ],
)  # fmt: skip
def test_what_is_outside_the_interface_is_not_understood(
    raw: bytes, reason: str
) -> None:
    """Half an answer is no answer."""
    with pytest.raises(AnswerNotUnderstood) as caught:
        read_answer(raw)

    assert reason == caught.value.reason


def test_an_answer_beyond_the_cap_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The transport has a cap too; evidence is read from files."""
    monkeypatch.setattr("crpdph.messages.MAX_ANSWER_BYTES", 10)

    with pytest.raises(AnswerNotUnderstood, match="too long"):
        read_answer(answer(payer()))


def test_new_attributes_of_accounts_are_reported() -> None:
    """A currency, for example, which no account has today."""
    inner = accounts(
        standard(prefix="19").replace(
            "<standardniUcet ", '<standardniUcet mena="CZK" '
        ),
        other("CZ6555000000005080019993").replace(" cislo=", ' mena="CZK" cislo='),
        standard().replace("<ucet ", '<ucet mena="CZK" '),
    )

    found = read_answer(answer(payer(inner=inner, more='novy="1"')))

    assert 3 == len(found.subjects[0].accounts)
    assert {
        "standardniUcet/mena",
        "nestandardniUcet/mena",
        "ucet/mena",
        "subject/novy",
    } == {each.name for each in found.drift}


def test_drift_is_capped_and_repeats_no_odd_name() -> None:
    """A hostile answer must not fill the log."""
    odd = "".join(f'a{n}="1" ' for n in range(50)) + 'ž="1"'

    found = read_answer(answer(payer(more=odd)))

    assert 20 == len(found.drift)
    assert {"attribute"} == {each.what for each in found.drift}


def test_text_inside_something_new_is_passed_over() -> None:
    """However long it is."""
    found = read_answer(answer(payer(inner=f"<novy>{LONG}</novy>")))

    assert 1 == len(found.subjects)


def test_two_texts_in_one_account_are_none() -> None:
    """Whichever comes first."""
    twice = other("1/0100").replace("</ucet>", "<nestandardniUcet cislo='2'/></ucet>")
    mixed = other("1/0100").replace(
        "</ucet>", "<standardniUcet cislo='2' kodBanky='0100'/></ucet>"
    )
    for inner in (twice, mixed):
        with pytest.raises(AnswerNotUnderstood, match="two numbers"):
            read_answer(answer(payer(inner=accounts(inner))))


def test_two_answers_in_one_are_none() -> None:
    """Nobody can say which of them holds."""
    [inner] = re.findall(rb"<Status.*</Status\w+>", answer(payer()))

    with pytest.raises(AnswerNotUnderstood, match="two answers"):
        read_answer(answer(payer()).replace(inner, inner + inner))


def test_a_list_names_payers_and_no_accounts() -> None:
    """The list's flag is what says so."""
    found = read_answer(listed(range(1, 50)))

    assert (49, False) == (len(found.subjects), found.lists_accounts)


def test_nothing_read_shows_a_number_in_its_repr() -> None:
    """A repr ends up in logs and tracebacks."""
    inner = f"<nazevSubjektu>BOGUS</nazevSubjektu>{accounts(standard())}"
    found = read_answer(answer(payer(PERSON, inner=inner)))

    assert [] == [
        text
        for text in (repr(found), repr(found.subjects))
        if PERSON in text or "BOGUS" in text or "2000145399" in text
    ]


@pytest.mark.parametrize("operation", list(Operation))
def test_a_request_names_its_operation_and_digits_only(operation: Operation) -> None:
    """The schema's DIC has no prefix."""
    raw = write_request(operation, [Dic.parse(f"CZ{FIRM}")]).decode()

    assert f"<{operation.value[3:]}Request " in raw
    assert f"<dic>{FIRM}</dic>" in raw


def test_the_v2_operation_is_answered_with_the_older_root() -> None:
    """Its own root does not exist."""
    assert Operation.SUBJEKT.response_root == Operation.SUBJEKT_V2.response_root
    assert soap_action(Operation.SUBJEKT_V2).endswith('RozsirenyV2"')


VALID = answer(
    payer(inner=accounts(standard(), other("CZ6555000000005080019993"))),
    payer(PERSON, verdict="ANO", more='cisloFu="13"'),
)


@given(st.binary(max_size=400))
@example(b"<?xml version='1.0' encoding='utf-16'?>")
@example(b"\xff\xfe<\x00")
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Whatever comes over the wire is an answer or an error of ours."""
    try:
        read_answer(raw)
    except CrpdphError as refused:
        assert refused.code  # noqa: PT017 - either way is fine


@given(st.integers(0, len(VALID) - 1), st.binary(max_size=6), st.integers(0, 30))
def test_no_damage_to_an_answer_breaks_the_reader(
    at: int, put: bytes, cut: int
) -> None:
    """A damaged answer never gives a verdict of a DIC that it did not hold."""
    raw = VALID[:at] + put + VALID[at + cut :]
    try:
        found = read_answer(raw)
    except CrpdphError as refused:
        assert refused.code  # noqa: PT017 - either way is fine
    else:
        assert len(found.subjects) <= 2
