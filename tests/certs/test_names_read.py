"""A line of the letter is the very name of the certificate."""

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.names import Attribute, Name, rfc4514, windows
from certs.names_read import read_windows
from tests import bogus_pki
from tests.vectors.make_certs import ODD

ATTRIBUTES = st.builds(
    Attribute,
    st.sampled_from(["2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.97", "1.2.616.1.9"]),
    st.text() | st.binary(),
)
NAMES = st.builds(
    lambda rdns: Name(tuple(tuple(rdn) for rdn in rdns)),
    st.lists(st.lists(ATTRIBUTES, min_size=1, max_size=3), max_size=5),
)


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(NAMES)
def test_a_line_reads_back_to_the_very_name(name: Name) -> None:
    """Commas, quotes, plus, blanks and letters of any script survive."""
    assert name == read_windows(windows(name))


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["2.5.4.3", "2.5.4.10", "2.5.4.97"]),
            st.text(min_size=1, max_size=20),
            min_size=1,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_line_of_rfc_4514_reads_back_in_another_program(
    rdns: list[dict[str, str]],
) -> None:
    """Who compares the letter with his own tool reads the same attributes."""
    name = Name(tuple(tuple(Attribute(*each) for each in rdn.items()) for rdn in rdns))
    read = x509.Name.from_rfc4514_string(rfc4514(name))

    assert rdns == [
        {each.oid.dotted_string: each.value for each in rdn} for rdn in read.rdns
    ]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text())
def test_any_text_is_a_name_or_a_value_error(text: str) -> None:
    """The line may come from a letter that somebody typed."""
    try:
        assert text == windows(read_windows(text))
    except ValueError:
        return


@pytest.mark.parametrize(
    "line",
    ["CN", "CN=a,O=b", "XY=a", "CN=a, ", 'CN="a', "O=#0", 'CN="a"', "OID.2.5.4.3=a"],
)
def test_what_windows_would_not_write_is_refused(line: str) -> None:
    """One name has one line."""
    with pytest.raises(ValueError, match=r"."):
        read_windows(line)


def test_a_name_has_three_forms() -> None:
    """Embedders read them off the certificate."""
    issuer = bogus_pki.authority().issuer

    assert issuer.windows.startswith("CN=Bogus Centrum Kwalifikowane, O=")
    assert issuer.rfc4514.endswith("C=PL,2.5.4.97=VATPL-1234563218")
    assert ("organizationIdentifier", "VATPL-1234563218") == issuer.der[0]


@pytest.mark.parametrize("case", ODD.values(), ids=ODD)
def test_the_issuer_of_every_vector_reads_back(case: object) -> None:
    """The expected lines of the vectors are lines that Windows would write."""
    line = case.issuer  # type: ignore[attr-defined]  # an Odd

    assert line == windows(read_windows(line))
