"""`jst trust`: a trusted list is kept once it is verified, and never an older one."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree

from certs.errors import TrustedListRejected
from jst.errors import OutputRefused, TrustedListOlder
from jst.settings import load_settings
from jst.trusted_lists import kept_list, update_list
from tests.certs.bogus_list import ESEAL, OPERATORS, document, seal, signed
from tests.house.tree import ROOT
from tests.jst.conftest import Jst, change
from tests.loopback import http, says, serving

REAL = ROOT.parent / "shared" / "real" / "certs" / "PL_TSL_seq139_2023-09-19.xml"
STALE = "<NextUpdate><dateTime>2026-10-02T08:00:00Z</dateTime></NextUpdate>"


def numbered(number: int, **parts: str) -> bytes:
    """A signed list of this number."""
    text = etree.tostring(document(next_update=UNTIL, **parts))  # type: ignore[arg-type]  # parts of a list
    return signed(etree.fromstring(text.replace(b">999<", b">%d<" % number)))


UNTIL = "<NextUpdate><dateTime>2099-01-01T08:00:00Z</dateTime></NextUpdate>"


@pytest.fixture(autouse=True)
def _known_operator(home: Path) -> None:
    """The bogus operator is the one that this office believes."""
    with (home / "jst.toml").open("a") as file:
        file.write(f"\n[trust]\noperators = {json.dumps(sorted(OPERATORS))}\n")


def kept(folder: Path, number: int, **parts: str) -> str:
    """Write a list to a file; give its name."""
    file = folder / f"list-{number}.xml"
    file.write_bytes(numbered(number, **parts))
    return str(file)


def test_a_verified_list_is_kept_and_judged_by(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """`cert check` needs no file from then on."""
    file = tmp_path / "bogus.pem"
    file.write_text(seal(types=(ESEAL,)).pem)

    before = jst("cert", "check", str(file), "--for", "crpo", "--json")
    ran = jst("trust", "update", kept(tmp_path, 999), "--json")
    after = jst("cert", "check", str(file), "--for", "crpo", "--json")
    told = jst("trust", "show", "--json")
    said = jst("trust", "show")

    assert (2, None) == (before.status, before.json["trustedList"]["listNumber"])
    assert (0, 999, None) == (ran.status, ran.json["listNumber"], ran.json["replaced"])
    assert "qualifiedSeal" == after.json["trustedList"]["verdict"]
    assert 999 == after.json["trustedList"]["listNumber"]
    assert ["listNumber", "issued", "nextUpdate", "ageDays", "stale"] == list(told.json)
    assert "Lista nr 999: wydana 2026-10-01T08:00:00Z" in said.out
    assert 0o600 == (home / "trusted-list.xml").stat().st_mode & 0o777


def test_an_older_list_is_refused_and_the_newer_stays(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """Otherwise a withdrawn provider comes back with last year's file."""
    jst("trust", "update", kept(tmp_path, 1000))
    stored = (home / "trusted-list.xml").read_bytes()

    ran = jst("trust", "update", kept(tmp_path, 999), "--json")
    said = jst("trust", "update", kept(tmp_path, 999))

    assert (1, "jst.trusted_list_older") == (ran.status, ran.json["error"])
    assert "nr 999 jest starsza od zapamiętanej listy nr 1000" in said.err
    assert stored == (home / "trusted-list.xml").read_bytes()


def test_the_same_number_of_an_earlier_day_is_refused() -> None:
    """A number is given once; of two, the one issued later counts."""
    update_list(load_settings(), numbered(999))

    with pytest.raises(TrustedListOlder):
        update_list(load_settings(), numbered(999, issued="2026-09-30T08:00:00Z"))


def test_what_was_replaced_is_said(tmp_path: Path, jst: Jst) -> None:
    """The operator sees at once whether anything changed."""
    first = jst("trust", "update", kept(tmp_path, 999))
    again = jst("trust", "update", kept(tmp_path, 999))
    newer = jst("trust", "update", kept(tmp_path, 1000))

    assert "Zapamiętano listę nr 999." in first.out
    assert "Lista nr 999 była już zapamiętana." in again.out
    assert "Zapamiętano listę nr 1000 zamiast nr 999." in newer.out


def test_a_list_of_nobody_we_know_is_not_kept(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """The pinned operator is asked before anything is replaced."""
    file = kept(tmp_path, 999)
    [operator] = OPERATORS
    change(home / "jst.toml", operator, "0" * 64)

    ran = jst("trust", "update", file, "--json")

    assert (1, "certs.trusted_list_rejected") == (ran.status, ran.json["error"])
    assert not (home / "trusted-list.xml").exists()


def test_a_kept_list_that_verifies_no_more_is_said_so(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """A damaged file judges nothing, and is replaced by a good one."""
    jst("trust", "update", kept(tmp_path, 999))
    change(home / "trusted-list.xml", ">999<", ">998<")

    shown = jst("trust", "show", "--json")
    ran = jst("trust", "update", kept(tmp_path, 997))
    again = jst("trust", "show", "--json")

    assert (1, "certs.trusted_list_rejected") == (shown.status, shown.json["error"])
    assert (0, 997) == (ran.status, again.json["listNumber"])
    assert "poprzedniej listy nie dało się sprawdzić" in ran.err


def test_no_list_and_a_stale_one_are_no_answer(tmp_path: Path, jst: Jst) -> None:
    """Both mean: cannot tell."""
    none, said = jst("trust", "show", "--json"), jst("trust", "show")
    file = tmp_path / "stale.xml"
    file.write_bytes(signed(document(next_update=STALE)))
    jst("trust", "update", str(file))

    stale, warned = jst("trust", "show", "--json"), jst("trust", "show")

    assert (2, None) == (none.status, none.json["listNumber"])
    assert "Nie zapamiętano żadnej listy" in said.out
    assert (2, True) == (stale.status, stale.json["stale"])
    assert "przeterminowana" in warned.err


def test_a_list_is_fetched_from_an_address(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """By the door for infrastructure, which carries no identifier."""
    answer = says(http(numbered(999)))
    with serving(tmp_path, answer) as world, (home / "jst.toml").open("a") as file:
        file.write(
            f'\n[fetch]\nca_bundle = "{world.ca_bundle}"\n'
            'internal_hosts = ["127.0.0.1"]\n'
        )
        file.flush()
        ran = jst("trust", "update", world.url, "--json")
        plain = jst("trust", "update", "http://127.0.0.1/list.xml", "--json")

    assert (0, 999) == (ran.status, ran.json["listNumber"])
    assert 2 == plain.status
    assert "transport.address_refused" == plain.json["error"]


def test_two_updates_at_once_leave_the_newer() -> None:
    """Whoever comes second compares with what the first has kept."""
    settings = load_settings()
    numbers = range(1000, 1008)

    def try_one(number: int) -> None:
        try:
            update_list(settings, numbered(number))
        except TrustedListOlder:
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(try_one, reversed(numbers)))

    found = kept_list(load_settings())
    assert not isinstance(found, TrustedListRejected)
    assert found is not None
    assert 1007 == found.number


@pytest.mark.parametrize("name", ["trusted-list.xml", "trusted-list.lock"])
def test_a_place_that_takes_no_list_is_an_error(home: Path, name: str) -> None:
    """A folder stands where the file should be."""
    (home / name).mkdir()

    with pytest.raises(OutputRefused):
        update_list(load_settings(), numbered(999))


def test_a_disk_that_takes_no_list_is_an_error(home: Path) -> None:
    """What was kept before stays."""
    (home / "trusted-list.xml.draft").mkdir()

    with pytest.raises(OutputRefused):
        update_list(load_settings(), numbered(999))
    assert kept_list(load_settings()) is None


@pytest.mark.real
@pytest.mark.skipif(
    not REAL.exists(), reason="real: the folder of real public data is absent"
)
def test_the_real_list_is_kept_by_the_pinned_operator(home: Path, jst: Jst) -> None:
    """List 139 of 2023 verifies with the default setting, and is stale."""
    [operator] = OPERATORS
    change(home / "jst.toml", f'\n[trust]\noperators = ["{operator}"]\n', "")

    ran = jst("trust", "update", str(REAL), "--json")

    assert (0, 139, True) == (ran.status, ran.json["listNumber"], ran.json["stale"])
