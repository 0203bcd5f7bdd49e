"""`jst sign` and `jst key list`: a seal put on, put on elsewhere, verified."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from certs.verify import verify_xades
from jst.simulators.softhsm import LABEL, SoftHsm
from tests.bogus_pki import ec_seal, rsa_seal
from tests.certs.elsewhere import Manner, signed_elsewhere
from tests.house.tree import ROOT
from tests.jst.conftest import Jst, change
from tests.softhsm import token_with_seals

RUN = "from jst.cli import run; run()"
XML = '<?xml version="1.0"?>\n<list xmlns="urn:bogus"><do>Żółw</do></list>\n'


@pytest.fixture(name="letter")
def _letter(tmp_path: Path) -> Path:
    """A document to be sealed."""
    path = tmp_path / "letter.xml"
    path.write_text(XML, "utf-8")
    return path


@pytest.fixture(name="token", scope="module")
def _token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftHsm]:
    """A token with two seals."""
    yield from token_with_seals(tmp_path_factory.mktemp("token") / "hsm")


@pytest.fixture(name="signer")
def _signer(tmp_path: Path) -> Path:
    """The certificate of the P-256 seal."""
    path = tmp_path / "signer.pem"
    path.write_text(ec_seal().certificate.pem)
    return path


def test_a_key_in_a_file_seals_a_document(
    letter: Path, signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """The result is a new file, whose seal verifies as the signer's."""
    key, out = ec_seal().write(tmp_path), tmp_path / "sealed.xml"

    ran = jst(
        "sign", "xml", str(letter), "--key", str(key), "--out", str(out), "--json"
    )
    told = jst("sign", "verify", str(out), "--trusted", str(signer), "--json")
    said = jst("sign", "verify", str(out), "--trusted", str(signer))

    trusted = [ec_seal().certificate.der]
    verified = verify_xades(out.read_bytes(), trusted=trusted)
    assert (0, 0, 0) == (ran.status, told.status, said.status)
    assert "Żółw" == verified.element.findtext("{urn:bogus}do")
    assert "verified" == told.json["verdict"]
    assert ec_seal().certificate.serial_text == told.json["signer"]["serialDecimal"]
    assert ran.json["signingTime"] == told.json["signingTime"]
    assert "PRAWDZIWA" in said.out
    assert "nie sprawdzono" in said.out


def test_the_seal_of_the_settings_signs_when_no_key_is_named(
    home: Path, letter: Path, tmp_path: Path, jst: Jst
) -> None:
    """The office names its seal once."""
    out = tmp_path / "sealed.xml"

    ran = jst("sign", "xml", str(letter), "--out", str(out), "--pss")
    verified = jst("sign", "verify", str(out), "--json")

    assert home.exists()
    assert 0 == ran.status
    assert (2, "trustNotJudged") == (verified.status, verified.json["verdict"])
    assert ["certs.verify.trust_not_judged"] == [
        each["code"] for each in verified.json["findings"]
    ]


@pytest.mark.parametrize("label", ["rsa", "p-256"])
def test_a_key_on_a_token_seals_a_document(
    token: SoftHsm, letter: Path, tmp_path: Path, jst: Jst, label: str
) -> None:
    """With the maker's library, the key's name, and the PIN in a file."""
    out = tmp_path / "sealed.xml"

    ran = jst(
        *("sign", "xml", str(letter), "--out", str(out), "--json"),
        *("--module", str(token.place.module), "--token", LABEL),
        *("--key-label", label, "--pin-file", str(token.pin_file)),
    )

    assert 0 == ran.status
    assert verify_xades(out.read_bytes(), trusted=None).signer in {
        ec_seal().certificate,
        rsa_seal().certificate,
    }


def test_a_wrong_pin_is_told_with_the_tries_left_and_nothing_is_written(
    token: SoftHsm, letter: Path, tmp_path: Path, jst: Jst
) -> None:
    """The person must know before the next try; the PIN is not repeated."""
    pin, out = tmp_path / "pin", tmp_path / "sealed.xml"
    pin.touch(mode=0o600)
    pin.write_text("bogus-canary-pin-0815")
    options = ("--module", str(token.place.module), "--key-label", "p-256")

    ran = jst(
        *("sign", "xml", str(letter), "--out", str(out)),
        *(*options, "--pin-file", str(pin)),
    )
    untyped = jst("sign", "xml", str(letter), "--out", str(out), *options, "--json")

    # The last login with the right PIN sets the token's memory of tries right.
    jst(
        *("sign", "xml", str(letter), "--out", str(tmp_path / "x.xml")),
        *(*options, "--pin-file", str(token.pin_file)),
    )
    assert 1 == ran.status
    assert "PIN jest niepoprawny; zostało mniej prób" in ran.err
    assert "canary" not in ran.out + ran.err
    assert (1, "certs.token_refused") == (untyped.status, untyped.json["error"])
    assert not out.exists()


def test_a_pin_is_typed_at_a_terminal_and_not_shown(
    token: SoftHsm, letter: Path, tmp_path: Path
) -> None:
    """Where no file may hold it, a person types it; the screen stays empty."""
    out = tmp_path / "sealed.xml"
    command = ("sign", "xml", str(letter), "--out", str(out), "--key-label", "p-256")
    master, terminal = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *command, "--module", str(token.place.module)],
        cwd=ROOT,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        prompt = process.stderr.read(5)
        os.write(master, f"{token.read_pin()}\n".encode())
        said, complained = process.communicate(timeout=60)
    os.close(terminal)
    os.close(master)

    assert (0, b"PIN: ") == (process.returncode, prompt)
    assert out.exists()
    assert token.read_pin().encode() not in said + complained


def test_a_pin_in_no_letters_is_a_wrong_pin(
    token: SoftHsm, letter: Path, tmp_path: Path, jst: Jst
) -> None:
    """A file of another kind was named."""
    pin = tmp_path / "pin"
    pin.touch(mode=0o600)
    pin.write_bytes(b"\xff\xfe")

    ran = jst(
        *("sign", "xml", str(letter), "--out", str(tmp_path / "sealed.xml"), "--json"),
        *("--module", str(token.place.module), "--pin-file", str(pin)),
    )

    assert (1, "certs.token_refused") == (ran.status, ran.json["error"])


@pytest.mark.parametrize(
    "options",
    [
        ("--key", "a", "--module", "b"),
        ("--pin-file", "a"),
        ("--passphrase-file", "a"),
        ("--certificate", "a"),
    ],
    ids=["both", "a PIN of nothing", "a passphrase of nothing", "a certificate alone"],
)
def test_the_key_is_named_in_one_way(
    letter: Path, tmp_path: Path, jst: Jst, options: tuple[str, ...]
) -> None:
    """A PIN that is given and not used would be a false comfort."""
    out = str(tmp_path / "sealed.xml")

    ran = jst("sign", "xml", str(letter), "--out", out, *options, "--json")

    assert (64, "jst.usage") == (ran.status, ran.json["error"])


def test_a_certificate_beside_the_token_is_read(
    token: SoftHsm, letter: Path, signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """Missing, too big or of another key: refused before anything is signed."""
    big = tmp_path / "big.pem"
    big.write_bytes(b"x" * 1_100_000)
    options = (
        *("sign", "xml", str(letter), "--module", str(token.place.module), "--json"),
        *("--pin-file", str(token.pin_file), "--key-label"),
    )

    good = jst(
        *(*options, "p-256", "--certificate", str(signer)),
        *("--out", str(tmp_path / "a.xml")),
    )
    bad = [
        jst(*options, label, "--certificate", str(path), "--out", str(tmp_path / "b"))
        for label, path in (("p-256", tmp_path / "no"), ("p-256", big), ("rsa", signer))
    ]

    assert 0 == good.status
    assert [(1, "certs.key_refused")] * 3 == [
        (ran.status, ran.json["error"]) for ran in bad
    ]


def test_a_document_goes_out_and_comes_back_sealed(
    letter: Path, signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """As with SimplySign or podpis.gov.pl: the office's program never sees the key."""
    prepared, back, out = (tmp_path / name for name in ("p.xml", "b.xml", "o.xml"))

    went = jst("sign", "detach", str(letter), "--out", str(prepared), "--json")
    said = jst("sign", "detach", str(letter), "--out", str(tmp_path / "q.xml"))
    data = signed_elsewhere(
        prepared.read_bytes(), ec_seal(), Manner(encoding="base64", unsigned="")
    )
    back.write_bytes(data)
    options = ("--signed", str(back), "--signer", str(signer))
    came = jst("sign", "attach", str(letter), *options, "--out", str(out), "--json")
    people = jst("sign", "attach", str(letter), *options, "--out", str(tmp_path / "z"))

    assert (0, 0, 0, 0) == (went.status, said.status, came.status, people.status)
    assert "jst sign attach" in said.out
    assert data == out.read_bytes()
    assert 0o600 == stat.S_IMODE(out.stat().st_mode)
    assert "2026-11-20T11:59:00Z" == came.json["signingTime"]


def test_another_document_that_comes_back_is_refused(
    letter: Path, signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """The person signed a different file."""
    back, out = tmp_path / "b.xml", tmp_path / "o.xml"
    back.write_bytes(signed_elsewhere(b"<list/>", ec_seal()))

    ran = jst(
        *("sign", "attach", str(letter), "--signed", str(back)),
        *("--signer", str(signer), "--out", str(out)),
    )

    assert 1 == ran.status
    assert "inny dokument" in ran.err
    assert not out.exists()


def test_what_proves_nothing_is_a_no(
    letter: Path, signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """Unsigned, changed, by somebody else: exit status 1, never 2."""
    changed, other = tmp_path / "c.xml", tmp_path / "o.xml"
    changed.write_bytes(ec_seal_document().replace(b"1<", b"2<"))
    other.write_bytes(signed_elsewhere(b"<list>1</list>", rsa_seal()))

    ran = [
        jst("sign", "verify", str(path), "--trusted", str(signer), "--json")
        for path in (letter, changed, other)
    ]

    assert [(1, "certs.signature_invalid")] * 3 == [
        (each.status, each.json["error"]) for each in ran
    ]


def ec_seal_document() -> bytes:
    """A sealed document."""
    return signed_elsewhere(b"<list>1</list>", ec_seal())


@pytest.mark.parametrize("text", ["no XML", "<a><!-- x --></a>", "<!DOCTYPE a><a/>"])
def test_what_could_not_be_verified_is_not_sealed(
    tmp_path: Path, jst: Jst, text: str
) -> None:
    """The person learns it from us, and not from the register."""
    file, out = tmp_path / "a.xml", tmp_path / "o.xml"
    file.write_text(text)

    ran = jst("sign", "detach", str(file), "--out", str(out), "--json")

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])
    assert not out.exists()


UNREADABLE = {"missing": "no", "folder": "", "too big": "big"}


@pytest.mark.parametrize("name", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_is_no_no(
    letter: Path, signer: Path, tmp_path: Path, jst: Jst, name: str
) -> None:
    """A wrong name of a file says nothing about a seal: exit status 2, never 1."""
    path, out = tmp_path / name, tmp_path / "out.xml"
    (tmp_path / "big").write_bytes(b"x" * (4 * 1024 * 1024 + 1))
    written = ("--out", str(out), "--json")

    ran = [
        jst("sign", "verify", str(path), "--json"),
        jst("sign", "detach", str(path), *written),
        jst("sign", "xml", str(path), *written),
        jst(
            *("sign", "attach", str(letter), *written),
            *("--signed", str(path), "--signer", str(signer)),
        ),
    ]

    assert [(2, "jst.input_missing")] * 4 == [
        (each.status, each.json["error"]) for each in ran
    ]
    assert not out.exists()


@pytest.mark.parametrize(
    "name",
    [*UNREADABLE.values(), "letter.xml"],
    ids=[*UNREADABLE.keys(), "no certificate"],
)
def test_a_seal_that_nobody_can_be_compared_with_is_no_no(
    letter: Path, tmp_path: Path, jst: Jst, name: str
) -> None:
    """The seal may be good: what is wrong is the file of whom to trust."""
    path, sealed, out = (tmp_path / each for each in (name, "sealed.xml", "out.xml"))
    (tmp_path / "big").write_bytes(b"x" * 1_100_000)
    sealed.write_bytes(ec_seal_document())

    ran = [
        jst("sign", "verify", str(sealed), "--trusted", str(path), "--json"),
        jst(
            *("sign", "attach", str(letter), "--out", str(out), "--json"),
            *("--signed", str(sealed), "--signer", str(path)),
        ),
    ]

    assert [(2, "jst.input_missing")] * 2 == [
        (each.status, each.json["error"]) for each in ran
    ]
    assert not out.exists()


def test_a_seal_from_the_future_is_not_vouched_for(
    signer: Path, tmp_path: Path, jst: Jst
) -> None:
    """The certificate will be valid then; that anybody signed then is not so."""
    path = tmp_path / "future.xml"
    manner = Manner(time="2059-01-01T00:00:00Z")
    path.write_bytes(signed_elsewhere(b"<list/>", ec_seal(), manner))
    options = ("sign", "verify", str(path), "--trusted", str(signer))

    told = jst(*options, "--json")
    said = jst(*options)

    assert (2, 2) == (told.status, said.status)
    assert "signingTimeInFuture" == told.json["verdict"]
    assert ["certs.verify.signing_time_in_future"] == [
        each["code"] for each in told.json["findings"]
    ]
    assert "jeszcze nie nadszedł" in said.out


def test_a_document_without_room_for_a_seal_is_told_before_the_key_is_used(
    tmp_path: Path, jst: Jst
) -> None:
    """Just under the limit as it is, and just over it with its seal."""
    file, out = tmp_path / "a.xml", tmp_path / "o.xml"
    file.write_bytes(b"<a>" + b"x" * (1024 * 1024 - 100) + b"</a>")
    key = ec_seal().write(tmp_path)

    ran = jst("sign", "xml", str(file), "--key", str(key), "--out", str(out))

    assert 1 == ran.status
    assert "dokument z podpisem byłby za duży (limit 1 MiB)" in ran.err
    assert "certs.signing_refused" in ran.err
    assert "Podziel dokument" in ran.err
    assert not out.exists()


def test_tokens_are_listed_with_what_lies_on_them(token: SoftHsm, jst: Jst) -> None:
    """The keeper of the seal looks for the name that goes into jst.toml."""
    options = ("key", "list", "--module", str(token.place.module))
    pin = ("--token", LABEL, "--pin-file", str(token.pin_file))

    public = jst(*options, "--json").json["tokens"][0]
    whole = jst(*options, *pin, "--json").json["tokens"][0]
    said = jst(*options, *pin)
    nothing = jst(*options, "--token", "another")

    assert {"certificate"} == {each["kind"] for each in public["objects"]}
    assert (LABEL, "SoftHSM project") == (public["label"], public["manufacturer"])
    assert {"private_key", "certificate"} == {each["kind"] for each in whole["objects"]}
    assert ec_seal().certificate.serial_text in said.out
    assert "Nie ma tokenu." in nothing.out


def test_a_pin_is_used_on_a_named_token_only(token: SoftHsm, jst: Jst) -> None:
    """On the wrong one it would cost a try."""
    ran = jst(
        *("key", "list", "--module", str(token.place.module)),
        *("--pin-file", str(token.pin_file), "--json"),
    )

    assert (64, "jst.usage") == (ran.status, ran.json["error"])


def test_without_a_library_there_is_nothing_to_list(home: Path, jst: Jst) -> None:
    """The demonstration's seal lies in a file."""
    ran = jst("key", "list", "--json")

    assert home.exists()
    assert (64, "jst.usage") == (ran.status, ran.json["error"])


def test_the_settings_name_the_token(home: Path, token: SoftHsm, jst: Jst) -> None:
    """One seal: in a file or on a token, never both and never none."""
    named = (
        f'\n[token]\nmodule = "{token.place.module}"\nlabel = "{LABEL}"\n'
        f'key_id = "{b"p-256".hex()}"\npin_file = "{token.pin_file}"\n'
    )
    settings = home / "jst.toml"
    settings.write_text(settings.read_text("utf-8") + named, "utf-8")
    both = jst("settings", "check", "--json")
    change(settings, 'seal_file = "keys/seal.pem"\n', "")

    on_token = jst("settings", "check", "--json")
    listed = jst("key", "list", "--json")
    change(settings, named, "")
    none = jst("settings", "check", "--json")

    assert (1, 0, 1) == (both.status, on_token.status, none.status)
    assert "settings.crpo.one_seal" in {each["rule"] for each in both.json["findings"]}
    assert "settings.crpo.one_seal" in {each["rule"] for each in none.json["findings"]}
    assert str(token.pin_file) == on_token.json["settings"]["token.pin_file"]
    assert LABEL == listed.json["tokens"][0]["label"]
