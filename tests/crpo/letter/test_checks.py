"""What stands against a letter: each finding with its field and its source."""

import pytest

from accountability.model import AuthorityKind
from crpo.errors import LetterInvalid
from crpo.letter.checks import check_office, letter_of
from crpo.letter.findings import PAGE
from crpo.letter.model import Variant
from crpo.letter.office_file import read_office_file
from tests.crpo.letter.bogus_office import GIVEN, SURNAME, TOML, checked_letter
from vocabulary.finding import Finding, Severity, stops


def found(old: str, new: str) -> list[Finding]:
    """What the checks find after a change of the good office.toml."""
    assert old in TOML
    return list(check_office(read_office_file(TOML.replace(old, new, 1).encode())))


def test_the_good_one_has_no_findings() -> None:
    """Everything that the page demands is there."""
    assert [] == found("Bogusowo", "Bogusowo")


@pytest.mark.parametrize(
    "field",
    [
        'name = "Gmina Bogus"',
        'nip = "1234563218"',
        'regon = "123456785"',
        'kind = "wójt"',
        'name = "Wójt Gminy Bogus"',
        'building = "1"',
        'postcode = "00-001"',
        'town = "Bogusowo"',
        f'given_names = "{GIVEN}"',
        f'surname = "{SURNAME}"',
        'function = "Wójt Gminy Bogus"',
        'name = "Anna Bogusz-Żółw"',
        'phone = "+48 12 345 67 89 wew. 12"',
        'administrator_email = "admin@bogus.example"',
    ],
)
def test_what_the_page_demands_is_missed(field: str) -> None:
    """Holds: podatki.gov.pl, API CRPO dla JST: what the letter has to say."""
    key = field.partition(" ")[0]

    missing = found(field, f'{key} = ""')

    assert [("crpo.letter.missing", PAGE, Severity.ERROR)] == [
        (each.rule, each.clause, each.severity) for each in missing
    ]
    assert missing[0].field.endswith(f".{key}")


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"),
    [
        ('"1234563218"', '"1234563219"', "identifier", "office.nip"),
        ('"9990000008"', '"999"', "identifier", "office.office_nip"),
        ('"123456785"', '"123456784"', "identifier", "office.regon"),
        ('"wójt"', '"sołtys"', "authority", "authority.kind"),
        ('"00-001"', '"00001"', "postcode", "seat.postcode"),
        ("345 67 89 wew. 12", "u sołtysa", "phone", "contact.phone"),
        ("+48 12 345 67 89 wew. 12", "12 34 5", "phone", "contact.phone"),
        ("admin@bogus.example", "admin", "email", "contact.administrator_email"),
        ("admin@bogus.example", "a@b@c.pl", "email", "contact.administrator_email"),
        ("admin@bogus.example", "a@bogus", "email", "contact.administrator_email"),
        ("Anna Bogusz-Żółw", "Sekretariat", "person", "contact.name"),
        ('"Gmina Bogus"', '"Gmina\\u202eBogus"', "control_character", "office.name"),
        ('"Gmina Bogus"', f'"{"G" * 241}"', "too_long", "office.name"),
        ('variant = "both"', 'variant = "pem"', "variant", "variant"),
        (
            'Wójt Gminy Bogus"\n\n[con',
            'Zastępca Wójta"\n\n[con',
            "signer_deputy",
            "unit_head.function",
        ),
        (
            'Wójt Gminy Bogus"\n\n[con',
            'z up. Wójta"\n\n[con',
            "signer_deputy",
            "unit_head.function",
        ),
        (
            'Wójt Gminy Bogus"\n\n[con',
            'Sekretarz Gminy"\n\n[con',
            "signer_deputy",
            "unit_head.function",
        ),
        (
            "[contact]",
            "[signer]\nname = 'Ewa Inna'\n[contact]",
            "signer_other",
            "signer.name",
        ),
    ],
    ids=range(18),
)
def test_a_wrong_value_is_named_with_its_field(
    old: str, new: str, rule: str, field: str
) -> None:
    """A person corrects a field, not a file."""
    errors = [each for each in found(old, new) if each.severity is Severity.ERROR]

    assert [(f"crpo.letter.{rule}", field)] == [
        (each.rule, each.field) for each in errors
    ]


def test_the_authority_is_one_of_the_act() -> None:
    """Holds: art. 13 § 1 pkt 1 Ordynacji, known from the Ministry's page."""
    [wrong] = found('"wójt"', '"naczelnik urzędu skarbowego"')

    assert wrong.ref is not None
    assert "art. 13 § 1 pkt 1 w zw. z art. 138k § 2" == wrong.ref.provision
    assert not wrong.ref.text_seen


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("wójt", "Wójt Gminy Bogus"),
        ("burmistrz", "Burmistrzyni Bogusowa"),
        ("prezydent miasta", "Prezydent Miasta Bogusowa"),
        ("starosta", "Starościna Bogusowska"),
        ("marszałek województwa", "Marszałkini Województwa"),
    ],
)
def test_the_function_of_each_head_is_known(kind: str, function: str) -> None:
    """Women and men head communes."""
    text = TOML.replace('"wójt"', f'"{kind}"').replace("Wójt Gminy Bogus", function)

    assert () == check_office(read_office_file(text.encode()))


def test_a_function_that_says_little_is_a_warning() -> None:
    """Somebody may be appointed to head a commune under another name."""
    odd = found('function = "Wójt Gminy Bogus"', 'function = "Pełniąca funkcję wójta"')

    assert ["crpo.letter.signer_function"] == [each.rule for each in odd]
    assert not stops(odd)


def test_the_signer_may_be_named_again() -> None:
    """The same person, however the hyphen is spelt, is no other one."""
    again = "[signer]\nname = 'JAN  Próbny \u2013 Zmyślony'\n[contact]"

    assert [] == found("[contact]", again)


def test_a_letter_is_made_of_what_was_checked() -> None:
    """Everything typed, each in its own type."""
    letter = checked_letter()

    assert "ul. Przykładowa 1/2a, 00-001 Bogusowo" == letter.seat.text
    assert (AuthorityKind.WOJT, Variant.BOTH) == (letter.kind, letter.variant)
    assert "9990000008" == (letter.office_nip and letter.office_nip.reveal())


def test_a_village_without_streets_has_an_address_too() -> None:
    """Its own name stands before the number."""
    text = TOML.replace('"ul. Przykładowa"', '""').replace('"2a"', '""')
    text = text.replace('office_nip = "9990000008"', "").replace('"both"', '""')

    letter = checked_letter(text)

    assert "Bogusowo 1, 00-001 Bogusowo" == letter.seat.text
    assert (None, Variant.BOTH) == (letter.office_nip, letter.variant)


def test_no_letter_is_made_against_an_error() -> None:
    """The checks are no advice."""
    office = read_office_file(TOML.replace("123456785", "1").encode())

    with pytest.raises(LetterInvalid, match="identifier"):
        letter_of(office, (), check_office(office))


@pytest.mark.parametrize(
    "phone",
    [
        "43 843-91-52 wewn. 12",
        "tel. 43 843 91 52",
        "(43) 843-91-52, +48 600 100 200",
        "43 843-91-52 lub 43 843-91-53, wewn. 373, 378 lub 372",
        "43 843 91 52 w. 3; 43 843 91 53",
    ],
)
def test_a_phone_number_is_written_in_many_ways(phone: str) -> None:
    """The Ministry's own page has two numbers with three extensions."""
    assert [] == found("+48 12 345 67 89 wew. 12", phone)
