"""The signer's PESEL, and a private key, run through the access letter unheard.

The certificate of a qualified signature holds the PESEL of whoever signed; a key file
is what people hand over when they are asked for a certificate.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from certs.keys_file import FileKey
from certs.now import Material
from crpo.errors import LetterInvalid, LetterStepRefused
from crpo.letter import record
from crpo.letter.checks import check_office, letter_of
from crpo.letter.model import OfficeFile
from crpo.letter.office_draft import renewal_draft
from crpo.letter.office_file import read_office_file
from crpo.letter.package import new_folder, read_package
from crpo.letter.render import request_files
from crpo.letter.seal_checks import Limits, check_seals
from crpo.letter.seals import read_seals
from crpo.letter.signature_checks import Verdict, judge_signed
from crpo.letter.status import Step
from ledger.entry import new_entry_id
from tests import bogus_pki
from tests.bogus_pki import BogusSeal
from tests.certs import paths
from tests.crpo.letter.bogus_office import (
    TOML,
    a_list,
    a_seal_that_signs,
    checked_letter,
    person,
    sign,
)
from tests.factories import an_actor
from tests.flows.canaries import CANARY_PESEL, Ears, listening
from tests.world import World

PESEL = CANARY_PESEL.reveal()


def hear_the_way_of_a_letter(ears: Ears, folder: Path, by: BogusSeal) -> Verdict:
    """Prepare, sign, bring back, and try a step too far; hear all of it."""
    letter, letter_id, actor = checked_letter(), new_entry_id(), an_actor()
    with World(folder / "office").found().opened() as trail:
        made_at = datetime.now(UTC)
        files = request_files(letter, letter_id=letter_id, made_at=made_at)
        pismo = folder / "pismo"
        with new_folder(pismo, files, zip_name="z.zip", made_at=made_at) as made:
            record.prepared(trail, actor, letter, letter_id, made)
        package = read_package(pismo)
        now = datetime.now(UTC) + timedelta(minutes=1)
        revoked_none = paths.crl(
            name=bogus_pki.ISSUER,
            by=bogus_pki.ec_key(0),
            made_at=now.replace(microsecond=0) - timedelta(hours=1),
            until=now.replace(microsecond=0) + timedelta(days=1),
        )
        material = Material(anchors=[bogus_pki.authority()], crls=(revoked_none,))
        signed = sign(etree.fromstring(package.general_letter), by)
        found = judge_signed(signed, package, a_list(), material=material, now=now)
        ears.hear("findings", *found.findings, found)
        record.attached(trail, actor, package, signed, found)
        with pytest.raises(LetterStepRefused) as refused:
            record.stepped(trail, actor, letter_id, Step.REGISTERED)
        ears.hear_error(refused.value)
        seals = record.find_standing(trail, letter_id).seals
        case_id = record.renewal_opened(trail, actor, letter_id, seals) or ""
        case = record.find_renewal(trail, case_id)
        drafted = renewal_draft(
            read_office_file(TOML.encode()), seals, letter_id=letter_id, case_id=case_id
        )
        ears.hear("renewal", case, drafted)
        ears.hear("repr", letter, package, record.read_standings(trail))
    ears.hear_files("home", folder / "office/home")
    return found.verdict


@pytest.mark.parametrize(
    ("by", "verdict"),
    [
        (person(pesel=PESEL), Verdict.ACCEPTED),
        (person("EWA", "INNA", pesel=PESEL), Verdict.REFUSED),
    ],
    ids=["the head", "a deputy"],
)
def test_the_pesel_of_who_signed_is_not_heard(
    tmp_path: Path, by: BogusSeal, verdict: Verdict
) -> None:
    """Neither in the log nor in a finding, an error or a repr."""
    with listening() as ears:
        told = hear_the_way_of_a_letter(ears, tmp_path, by)

    assert verdict is told
    assert [] == ears.leaks()
    assert {"findings", "exception", "repr", "home"} <= set(ears.heard)


def test_nothing_of_a_private_key_is_heard() -> None:
    """It was refused before anything of it was copied."""
    key = a_seal_that_signs().pem()
    office = read_office_file(TOML.encode())
    with listening() as ears:
        read = read_seals(office, [key, key])
        limits = Limits(max_seals=20, min_valid_days=30)
        found = check_seals(office, read, None, on=date(2026, 11, 21), limits=limits)
        ears.hear("findings", *found, read)
        with pytest.raises(LetterInvalid) as refused:
            letter_of(office, read.in_order, (*check_office(office), *found))
        ears.hear_error(refused.value)

    assert [] == ears.leaks(*key.decode().splitlines()[1:-1])
    assert isinstance(a_seal_that_signs().key, FileKey)


def test_what_was_typed_is_not_in_a_repr_or_an_error() -> None:
    """A PESEL in the field of the NIP is a slip; it ends as a finding."""
    text = TOML.replace('nip = "1234563218"', f'nip = "{PESEL}"')
    with listening() as ears:
        office: OfficeFile = read_office_file(text.encode())
        ears.hear("repr", office)
        with pytest.raises(LetterInvalid) as refused:
            letter_of(office, (), check_office(office))
        ears.hear_error(refused.value)
        ears.hear("findings", *refused.value.findings)

    assert [] == ears.leaks()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "System zapasowy"', f'name = "Pieczęć {PESEL}"'),
        ('name = "Gmina Bogus"', f'name = "Gmina "{PESEL}""'),
    ],
    ids=["the name of a seal", "a slip in the file"],
)
def test_a_pesel_in_the_wrong_place_is_refused_unheard(old: str, new: str) -> None:
    """A seal's name would stand in the log for ever, a bad line in a message."""
    with listening() as ears:
        with pytest.raises(LetterInvalid) as refused:
            _checked(TOML.replace(old, new, 1))
        ears.hear_error(refused.value)
        ears.hear("findings", *refused.value.findings)

    assert [] == ears.leaks()


def _checked(text: str) -> None:
    """Read and check office.toml with its two seals, as `jst letter prepare` does."""
    office = read_office_file(text.encode())
    read = read_seals(office, [None] * len(office.seals))
    limits = Limits(max_seals=20, min_valid_days=30)
    found = check_seals(office, read, None, on=date(2026, 11, 21), limits=limits)
    letter_of(office, read.in_order, (*check_office(office), *found))
