"""One account has one key, however it is written; two accounts have two."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as oracle

from crpdph.accounts import (
    AccountKind,
    account_key,
    account_kind,
    is_understood,
    masked_account,
)
from crpdph.errors import AccountInvalid
from crpdph.judging import account_state
from crpdph.model import AccountState, PublishedAccount

KEY = "CZ:0800:19:2000145399"

prefixes = st.integers(0, 999_999)
numbers = st.integers(1, 9_999_999_999)
banks = st.integers(100, 9_999).map("{:04}".format)


def iban_of(bank: str, prefix: int, number: int) -> str:
    """Write the Czech IBAN of an account, with the oracle's check digits."""
    body = f"{bank}{prefix:06}{number:010}"
    return f"CZ{oracle.calc_check_digits('CZ00' + body)}{body}"


def notations(bank: str, prefix: int, number: int) -> list[str]:
    """Write an account in every notation that was seen."""
    iban = iban_of(bank, prefix, number)
    grouped = " ".join(iban[at : at + 4] for at in range(0, 24, 4))
    front = f"{prefix}-" if prefix else ""
    return [
        f"{front}{number}/{bank}",
        f"{prefix:06}-{number:010}/{bank}",
        f"{prefix:06}{number:010}/{bank}",
        f" {front}{number} / {bank} ",
        f"{front}{number}\u00a0/\u00a0{bank}",
        f"{front}{number}/{bank}".replace("-", "\u2013"),
        f"č. ú. {front}{number}/{bank}",
        f"Č.účtu: {front}{number}/{bank}",
        f"číslo účtu: {front}{number}/{bank}",
        f"účet č. {front}{number}/{bank}",
        f"rachunek: {front}{number}/{bank}",
        f"nr rachunku {front}{number}/{bank}",
        f"{front}{number}\u2044{bank}",
        f"{front}{number}\u2215{bank}",
        f"{front}{number}/{bank} CZK",
        f"{front}{number}/{bank} (Kč).",
        f"{front}{number}/{bank}.",
        f"{iban} CZK",
        iban,
        iban.lower(),
        grouped,
        grouped.replace(" ", "-"),
        f"IBAN: {grouped}",
    ]


@given(banks, prefixes, numbers)
def test_every_notation_of_an_account_has_its_key(
    bank: str, prefix: int, number: int
) -> None:
    """A false "not published" stops a payment that is due."""
    expected = f"CZ:{bank}:{prefix}:{number}"

    assert {expected} == {account_key(text) for text in notations(bank, prefix, number)}


def test_a_synthetic_set_of_notations_matches_to_the_last_one() -> None:
    """Text equality finds 18 to 33 of a hundred, measured on published accounts."""
    parts = product(
        ("0100", "0800", "2010", "6100"), (0, 19, 999999), (11, 2000145399, 9999999999)
    )
    accounts = list(parts)
    pairs = [(account, text) for account in accounts for text in notations(*account)]
    published = {
        account: (PublishedAccount(notations(*account)[0], date(2013, 4, 1)),)
        for account in accounts
    }

    assert len(pairs) == 36 * 23
    assert {AccountState.PUBLISHED} == {
        account_state(published[account], text, on=date(2026, 11, 20))
        for account, text in pairs
    }


@given(banks, prefixes, numbers, banks, prefixes, numbers)
def test_two_accounts_never_share_a_key(
    bank: str, prefix: int, number: int, bank2: str, prefix2: int, number2: int
) -> None:
    """A false "published" sends money to somebody else."""
    same = (bank, prefix, number) == (bank2, prefix2, number2)
    keys = {account_key(text) for text in notations(bank, prefix, number)}
    others = {account_key(text) for text in notations(bank2, prefix2, number2)}

    assert same is bool(keys & others)


@pytest.mark.parametrize(
    "text",
    [
        "2000145399/08001",
        "19-2000145399/0800 xyz",
        "1234567-2000145399/0800",
        "CZ6508000000192000145398",
        "19-19-2000145399/0800",
        "19-12000145399/0800",
        "2000145399",
    ],
)
def test_what_only_looks_like_the_account_has_another_key(text: str) -> None:
    """Trailing text, one digit too many, wrong check digits of an IBAN."""
    assert KEY != account_key(text)
    assert not is_understood(text)


@pytest.mark.parametrize("text", ["5245280/0300", "1/0100", "19-2000145399/6100"])
def test_neither_mod_11_nor_a_list_of_banks_gates(text: str) -> None:
    """Published accounts fail the one, and keep codes of banks that are gone."""
    assert is_understood(text)


def test_a_foreign_iban_is_its_compact_text() -> None:
    """Nothing of it is taken apart."""
    assert "DE89370400440532013000" == account_key("de89 3704 0044 0532 0130 00")
    assert is_understood("DE89 3704 0044 0532 0130 00")


@pytest.mark.parametrize("text", ["", " ", "-/-", "x" * 129, "\u200b"])
def test_what_is_no_account_is_refused(text: str) -> None:
    """An empty cell must not match an empty field."""
    with pytest.raises(AccountInvalid):
        account_key(text)


def test_a_number_instead_of_text_is_refused() -> None:
    """A sheet gives numbers; leading zeros are lost by then."""
    with pytest.raises(AccountInvalid):
        account_key(123)  # type: ignore[arg-type]  # what a careless caller hands in


@given(st.text(max_size=140))
def test_no_text_breaks_the_key(text: str) -> None:
    """Cells hold anything."""
    try:
        assert account_key(text)
    except AccountInvalid as refused:
        assert text not in str(refused) or len(text) < 25  # noqa: PT017 - as above


def test_a_published_account_without_a_key_matches_nothing() -> None:
    """The register's text may be odd; an odd text is nobody's account."""
    odd = PublishedAccount("///", date(2013, 4, 1), is_standard=False)

    assert ("", AccountKind.FOREIGN) == (odd.key, odd.kind)
    assert AccountState.NOT_PUBLISHED is account_state(
        [odd], "19-2000145399/0800", on=date(2026, 11, 20)
    )


def test_an_account_is_masked_to_its_end() -> None:
    """Enough to tell two of a vendor's accounts apart."""
    assert "…0800" == masked_account("19-2000145399/0800 ")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5245280/0300", AccountKind.DOMESTIC_TEXT),
        ("CZ6508000000192000145399", AccountKind.IBAN),
        ("SK2909000000005033845424", AccountKind.FOREIGN),
    ],
)
def test_the_kind_of_a_text_is_told(text: str, kind: AccountKind) -> None:
    """NestandardniUcet holds three kinds of text."""
    assert kind is account_kind(text)


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        pytest.param(None, AccountState.PUBLISHED, id="no end"),
        pytest.param(date(2026, 11, 19), AccountState.ENDED, id="ended yesterday"),
        pytest.param(date(2026, 11, 20), AccountState.ENDED, id="ends today"),
        pytest.param(date(2026, 11, 21), AccountState.PUBLISHED, id="ends tomorrow"),
    ],
)
def test_an_account_ends_on_its_day(ended: date | None, state: AccountState) -> None:
    """On the day of the end we no longer rely on it."""
    account = PublishedAccount("19-2000145399/0800", date(2013, 4, 1), ended)

    assert state is account_state([account], KEY_TEXT, on=date(2026, 11, 20))


def test_an_account_published_anew_after_its_end_is_published() -> None:
    """The register lists both periods."""
    old = PublishedAccount(KEY_TEXT, date(2013, 4, 1), date(2020, 1, 1))
    new = PublishedAccount(KEY_TEXT, date(2026, 1, 1))

    assert AccountState.PUBLISHED is account_state(
        [old, new], KEY_TEXT, on=date(2026, 11, 20)
    )


def test_an_account_of_tomorrow_is_not_published_today() -> None:
    """Published from: the first day of it."""
    account = PublishedAccount(KEY_TEXT, date(2026, 11, 21))

    assert AccountState.NOT_PUBLISHED is account_state(
        [account], KEY_TEXT, on=date(2026, 11, 20)
    )


KEY_TEXT = "CZ65 0800 0000 1920 0014 5399"
