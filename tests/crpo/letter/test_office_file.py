"""office.toml as people type it: read, or refused with the fields that are wrong."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpo.errors import LetterInvalid
from crpo.letter.office_file import EXAMPLE, MAX_BYTES, SECTIONS, read_office_file
from tests.crpo.letter.bogus_office import TOML


def refused(text: str | bytes) -> dict[str, str]:
    """The rules and fields that reading complains of."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(LetterInvalid) as caught:
        read_office_file(data)
    return {each.field: each.rule for each in caught.value.findings}


def test_what_is_typed_is_read_without_blanks_around_it() -> None:
    """Word processors put no-break spaces into names that are pasted."""
    text = TOML.replace('"Gmina Bogus"', '"  Gmina\u00a0Bogus "')

    office = read_office_file(b"\xef\xbb\xbf" + text.encode())

    assert "Gmina Bogus" == office["office.name"]
    assert ("jeden.pem", "dwa.cer") == tuple(each.file for each in office.seals)
    assert 2 == office.seal_count


def test_the_sample_has_every_key_and_is_read() -> None:
    """A key that the sample does not show is found by nobody."""
    sample = tomllib.loads(EXAMPLE)

    assert {} == {
        section: set(keys) - sample[section].keys()
        for section, keys in SECTIONS.items()
        if section != "signer" and set(keys) - sample[section].keys()
    }
    assert "" == read_office_file(EXAMPLE.encode())["office.nip"]


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("[office]", "[office]\nnpi = 'x'", "office.npi", "file_unknown"),
        ("[office]", "[ofice]\n[office]", "ofice", "file_unknown"),
        ("[[seal]]", "[[seal]]\ntitle = 'x'", "seal.1.title", "file_unknown"),
        ('regon = "123456785"', "regon = 123456785", "office.regon", "file_kind"),
        ("seal_count = 2", 'seal_count = "dwa"', "seal_count", "file_kind"),
        ("seal_count = 2", "seal_count = true", "seal_count", "file_kind"),
        ('variant = "both"', "variant = 3", "variant", "file_kind"),
        ('variant = "both"', "contact = 3", "contact", "file_kind"),
    ],
    ids=range(8),
)
def test_a_wrong_key_or_kind_is_named_by_its_field(
    old: str, new: str, field: str, rule: str
) -> None:
    """A misspelt key that is passed over would look like a missing value."""
    text = TOML.replace(old, new, 1)
    text = text.replace("[contact]", "[[ignored]]") if "contact = 3" in new else text

    assert f"crpo.letter.{rule}" == refused(text)[field]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xff\xfe", "crpo.letter.file_not_utf8"),
        (b"[office", "crpo.letter.file_not_toml"),
        (b"a = " + b"[" * 5000, "crpo.letter.file_not_toml"),
        (b"#" * (MAX_BYTES + 1), "crpo.letter.file_too_big"),
        (b"seal = 3", "crpo.letter.file_kind"),
        (b"seal = [3]", "crpo.letter.file_kind"),
    ],
    ids=range(6),
)
def test_what_is_no_office_toml_is_refused(data: bytes, rule: str) -> None:
    """A wrong file is a finding, not a traceback."""
    assert rule in refused(data).values()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            'name = "Gmina "Bogus""',
            (
                "W wierszu 5 plik nie jest poprawnym TOML."
                " Wewnątrz wartości pisz „…” albo ujmij ją całą w '…'."
            ),
        ),
        (
            "name = „Gmina Bogus”",
            (
                "W wierszu 5 plik nie jest poprawnym TOML."
                " Wartość ujmij w proste cudzysłowy \"…\" albo w '…'."
            ),
        ),
        ("name = Gmina", "W wierszu 5 plik nie jest poprawnym TOML."),
    ],
    ids=["inside", "curly", "none"],
)
def test_a_slip_is_named_with_its_line_and_its_quotes(line: str, sentence: str) -> None:
    """Names of offices have quotes in them, and word processors turn them round."""
    text = TOML.replace('name = "Gmina Bogus"', line)

    with pytest.raises(LetterInvalid) as caught:
        read_office_file(text.encode())

    assert [sentence] == [each.message for each in caught.value.findings]


def test_an_odd_key_is_not_repeated() -> None:
    """Whatever was pasted as a key would stand in a message for everybody."""
    assert {"": "crpo.letter.file_unknown"} == refused('"44051401359 Jan" = 1')


_KEYS = st.sampled_from(["office", "seal", "variant", "seal_count", "unit_head", "x"])
_VALUES = st.sampled_from(['"a"', "1", "[]", "{}", "[{}]", "true", "1979-05-27", "nan"])


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.dictionaries(_KEYS, _VALUES).map(
            lambda held: "\n".join(f"{k} = {v}" for k, v in held.items()).encode()
        ),
    )
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Holds: house style, every parser of foreign bytes is fuzzed."""
    try:
        office = read_office_file(data)
    except LetterInvalid as wrong:
        assert wrong.findings  # noqa: PT017 - both ends are right
    else:
        assert all(isinstance(text, str) for text in office.fields.values())
