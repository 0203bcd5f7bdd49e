"""How a name becomes one line, and that nothing is lost on the way."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from certs.load import load_leaf
from certs.names import Attribute, Name, der_list, rfc4514, windows
from tests import bogus_pki
from tests.certs import oddities

ISSUER = bogus_pki.authority().subject


def named(*rdns: tuple[tuple[str, str | bytes], ...]) -> Name:
    """Make a name of RDNs in this order."""
    return Name(tuple(tuple(Attribute(*each) for each in rdn) for rdn in rdns))


def test_windows_writes_the_order_of_the_trusted_list() -> None:
    """
    The letter's issuer is compared by eye with what official tools print.

    Holds: facts of the Polish trusted list, X509SubjectName.
    """
    assert (
        "CN=Bogus Centrum Kwalifikowane, O=Bogus Zaufanie Sp. z o.o., C=PL, "
        "OID.2.5.4.97=VATPL-1234563218"
    ) == windows(ISSUER)


def test_rfc4514_writes_the_order_of_cryptography() -> None:
    """A second tool's spelling stands beside the first in the letter."""
    assert (
        "CN=Bogus Centrum Kwalifikowane,O=Bogus Zaufanie Sp. z o.o.,C=PL,"
        "2.5.4.97=VATPL-1234563218"
    ) == rfc4514(ISSUER)
    assert bogus_pki.ISSUER.rfc4514_string() == rfc4514(ISSUER)


def test_the_list_keeps_the_order_of_the_certificate() -> None:
    """Openssl prints DER order; a person ticks the lines off one by one."""
    assert (
        "organizationIdentifier (2.5.4.97): VATPL-1234563218",
        "countryName (2.5.4.6): PL",
        "organizationName (2.5.4.10): Bogus Zaufanie Sp. z o.o.",
        "commonName (2.5.4.3): Bogus Centrum Kwalifikowane",
    ) == der_list(ISSUER)


def test_a_comma_inside_a_value_is_quoted() -> None:
    """A real seal has one; unquoted, it would read as two attributes."""
    name = named((("2.5.4.10", 'Gmina "Ż", Urząd'),), (("2.5.4.3", "x"),))

    assert 'CN=x, O="Gmina ""Ż"", Urząd"' == windows(name)
    assert 'CN=x,O=Gmina \\"Ż\\"\\, Urząd' == rfc4514(name)


def test_empty_and_padded_values_are_quoted() -> None:
    """Blanks at the edge would vanish in a letter."""
    name = named((("2.5.4.3", ""),), (("2.5.4.3", " x"),), (("2.5.4.3", "x "),))

    assert 'CN="x ", CN=" x", CN=""' == windows(name)
    assert "CN=x\\ ,CN=\\ x,CN=" == rfc4514(name)


def test_rfc4514_escapes_a_leading_hash_and_a_lone_space() -> None:
    """A leading # would mean hex."""
    assert "CN=\\ ,CN=\\#1" == rfc4514(named((("2.5.4.3", "#1"),), (("2.5.4.3", " "),)))


def test_several_attributes_of_one_rdn_stay_together_in_their_order() -> None:
    """Reversing is between RDNs only."""
    name = named((("2.5.4.6", "PL"),), (("2.5.4.3", "a"), ("2.5.4.5", "b")))

    assert "CN=a + SERIALNUMBER=b, C=PL" == windows(name)
    assert "CN=a+2.5.4.5=b,C=PL" == rfc4514(name)
    assert (
        "countryName (2.5.4.6): PL",
        "commonName (2.5.4.3): a + serialNumber (2.5.4.5): b",
    ) == der_list(name)


def test_a_value_that_is_no_text_stands_in_hex() -> None:
    """.NET would print nothing for the whole name; a letter needs something."""
    issuer = load_leaf(oddities.postal_address()).issuer

    assert "OID.2.5.4.16=#30070c05626f677573, C=PL" == windows(issuer)
    assert "2.5.4.16=#30070c05626f677573,C=PL" == rfc4514(issuer)
    assert "postalAddress (2.5.4.16): #30070c05626f677573" == der_list(issuer)[1]


def test_an_unknown_type_is_dotted_everywhere() -> None:
    """A made-up label would be looked for in vain."""
    name = named((("1.2.3", "x"),))

    assert ("OID.1.2.3=x", "1.2.3=x", ("1.2.3: x",)) == (
        windows(name),
        rfc4514(name),
        der_list(name),
    )


SHORT = {"CN": "2.5.4.3", "O": "2.5.4.10", "C": "2.5.4.6", "OID.2.5.4.97": "2.5.4.97"}
PART = re.compile(r'([A-Z0-9.]+)=("(?:[^"]|"")*"|[^",+]*)(, | \+ |\Z)', re.DOTALL)


def read_windows(line: str) -> Name:
    """Read our own line back; good for the types in SHORT."""
    rdns: list[list[Attribute]] = [[]]
    for kind, value, end in PART.findall(line):
        text = value[1:-1].replace('""', '"') if value.startswith('"') else value
        rdns[-1].append(Attribute(SHORT[kind], text))
        if end == ", ":
            rdns.append([])
    return Name(tuple(tuple(rdn) for rdn in reversed(rdns)))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(sorted(SHORT.values())), st.text(max_size=8)),
            min_size=1,
            max_size=2,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_windows_line_reads_back_as_the_same_name(
    rdns: list[list[tuple[str, str]]],
) -> None:
    """Whatever an issuer writes, the letter says it without a second meaning."""
    name = named(*[tuple(rdn) for rdn in rdns])

    assert name == read_windows(windows(name))
