"""C2SP signed notes, checkpoints and receipts: good ones, and what is refused."""

import errno
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import KeyFileExposed, NoteInvalid, ProofInvalid
from ledger.note import (
    Checkpoint,
    NoteSigner,
    TlogProof,
    open_checkpoint,
    verify_note,
)
from ledger.tree import inclusion_proof, root_hash
from tests.ledger.logs import ORIGIN, hashes

LOG = NoteSigner.generate(ORIGIN)
WITNESS = NoteSigner.generate("witness.bogus.example")
KEY = LOG.vkey.split("+", 2)[2]
TEXT = Checkpoint(ORIGIN, 3, root_hash(hashes(3))).to_text()
NOTE = LOG.sign(TEXT)
LINE = NOTE.splitlines(keepends=True)[-1]
WITNESS_LINE = WITNESS.sign(TEXT).splitlines(keepends=True)[-1]


def test_a_note_that_was_signed_is_verified() -> None:
    """What is returned is what was signed, and by whom."""
    verified = verify_note(NOTE.encode(), [LOG.vkey])
    assert (TEXT, ORIGIN, 1) == (
        verified.text,
        verified.name,
        len(verified.signatures),
    )


def test_signatures_of_unknown_keys_are_skipped() -> None:
    """Witnesses add their lines to the same note."""
    assert TEXT == verify_note(NOTE + WITNESS_LINE, [LOG.vkey]).text
    assert 2 == len(
        verify_note(NOTE + WITNESS_LINE, [LOG.vkey, WITNESS.vkey]).signatures
    )


def test_a_second_signature_of_one_key_does_not_count() -> None:
    """As in Go: the first one decides, a copy of it, even a spoilt one, is skipped."""
    other = NoteSigner.sign(LOG, "other\n").splitlines(keepends=True)[-1]
    assert 1 == len(verify_note(NOTE + LINE + other, [LOG.vkey]).signatures)


def test_a_hundred_signatures_are_read_and_no_more() -> None:
    """The format asks for 16 or more; ours is a cap against floods."""
    assert TEXT == verify_note(NOTE + WITNESS_LINE * 99, [LOG.vkey]).text
    with pytest.raises(NoteInvalid, match="100"):
        verify_note(NOTE + WITNESS_LINE * 100, [LOG.vkey])


def test_the_text_may_have_empty_lines() -> None:
    """Text and signatures part at the last empty line."""
    assert "a\n\nb\n" == verify_note(LOG.sign("a\n\nb\n"), [LOG.vkey]).text


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="nothing"),
        pytest.param(TEXT, id="no signature"),
        pytest.param(NOTE[:-1], id="no newline at the end"),
        pytest.param(NOTE + "\n", id="an empty line at the end"),
        pytest.param(NOTE.replace("3\n", "4\n", 1), id="another text"),
        pytest.param(TEXT + "\n" + WITNESS_LINE, id="only an unknown key"),
        pytest.param(NOTE.replace("— ", "- "), id="a hyphen for the dash"),
        pytest.param(NOTE + "— x\n", id="a line without signature"),
        pytest.param(NOTE + "— x+y AAAAAAAAAAA=\n", id="a plus in a name"),
        pytest.param(NOTE + "— x\u00a0y AAAAAAAAAAA=\n", id="a space in a name"),
        pytest.param(NOTE + "— x AAA\n", id="no base64"),
        pytest.param(NOTE + "— x AAAAAAAAAAB=\n", id="base64 in another form"),
        pytest.param(NOTE + "— x AAAAAA==\n", id="a signature of no bytes"),
        pytest.param("a\tb\n" + NOTE, id="a tab"),
        pytest.param("a\rb\n" + NOTE, id="a carriage return"),
        pytest.param(NOTE.encode() + b"\xff\n", id="no UTF-8"),
        pytest.param("\ud800" + NOTE, id="half a character"),
        pytest.param("x" * 1_000_001, id="too long"),
    ],
)
def test_other_texts_are_refused(note: str | bytes) -> None:
    """Each for its own reason; one bad line spoils the note."""
    with pytest.raises(NoteInvalid):
        verify_note(note, [LOG.vkey])


def test_one_bad_signature_of_a_trusted_key_spoils_the_note() -> None:
    """Even when another trusted key has signed well."""
    other_line = WITNESS.sign("other\n").splitlines(keepends=True)[-1]
    with pytest.raises(NoteInvalid, match="fails"):
        verify_note(NOTE + other_line, [LOG.vkey, WITNESS.vkey])


@pytest.mark.parametrize(
    "vkey",
    [
        pytest.param("name", id="no parts"),
        pytest.param("+00000000+AA==", id="no name"),
        pytest.param(LOG.vkey[:-4] + "AAA=", id="another key under the id"),
        pytest.param("x+00000000+AA==", id="too short"),
        pytest.param("x+00000000+" + b64encode(bytes(33)).decode(), id="no Ed25519"),
        pytest.param("x+00000000+%", id="no base64"),
        pytest.param(LOG.vkey.replace("+", "+00000000+x", 1), id="no base64 either"),
        pytest.param(f"{ORIGIN}+00000000+{KEY}", id="another id"),
    ],
)
def test_malformed_verifier_keys_are_refused(vkey: str) -> None:
    """A mistyped key must not end as `not signed`."""
    with pytest.raises(NoteInvalid):
        verify_note(NOTE, [vkey])


def test_a_checkpoint_is_read_with_extension_lines() -> None:
    """Tolerated when reading, never written."""
    assert Checkpoint.parse(TEXT) == Checkpoint.parse(TEXT + "more\n")
    assert TEXT == Checkpoint.parse(TEXT + "more\n").to_text()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(TEXT[:-1], id="no newline at the end"),
        pytest.param(f"{ORIGIN}\n3\n", id="no root"),
        pytest.param(TEXT.replace("\n3\n", "\n03\n"), id="leading zero"),
        pytest.param(TEXT.replace("\n3\n", "\n-3\n"), id="minus"),
        pytest.param(TEXT.replace("\n3\n", "\n٣\n"), id="a foreign digit"),
        pytest.param(TEXT.replace("\n3\n", f"\n{2**63}\n"), id="too large"),
        pytest.param(f"{ORIGIN}\n3\nAAAA\n", id="a short root"),
        pytest.param(TEXT.replace(ORIGIN, ""), id="no origin"),
        pytest.param(TEXT + "\n", id="an empty extension line"),
        pytest.param("a\x00" + TEXT, id="a control character"),
    ],
)
def test_other_checkpoints_are_refused(text: str) -> None:
    """Exactly one way to write a size, and no line without sense."""
    with pytest.raises(NoteInvalid):
        Checkpoint.parse(text)


def test_a_checkpoint_signed_only_by_a_witness_is_refused() -> None:
    """A witness does not speak for the log."""
    note = TEXT + "\n" + WITNESS_LINE
    with pytest.raises(NoteInvalid, match="origin"):
        open_checkpoint(note, [WITNESS.vkey])


def receipt(extra: bytes | None = None) -> TlogProof:
    """The receipt of entry 1 of 3."""
    return TlogProof(1, tuple(inclusion_proof(hashes(3), 1)), NOTE, extra)


@pytest.mark.parametrize("extra", [None, b"", b"x"])
def test_a_receipt_survives_its_text_and_proves(extra: bytes | None) -> None:
    """Written, read, verified; the checkpoint stands in it verbatim."""
    text = receipt(extra).to_text()
    assert receipt(extra) == TlogProof.parse(text.encode())
    assert text.endswith("\n\n" + NOTE)
    assert 3 == TlogProof.parse(text).verify(hashes(3)[1], [LOG.vkey]).size


def test_a_receipt_does_not_prove_another_entry() -> None:
    """Neither another leaf nor under another key."""
    with pytest.raises(ProofInvalid):
        receipt().verify(hashes(3)[0], [LOG.vkey])
    with pytest.raises(NoteInvalid):
        receipt().verify(hashes(3)[1], [WITNESS.vkey])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("@v1", "@v2"), id="another version"),
        pytest.param(lambda text: text.replace("index 1\n", ""), id="no index"),
        pytest.param(lambda text: text.replace("index 1", "index 01"), id="zero"),
        pytest.param(lambda text: text.replace("\n\n", "\n"), id="no empty line"),
        pytest.param(lambda _: "c2sp.org/tlog-proof@v1\n\n", id="nothing else"),
        pytest.param(lambda text: text.replace("index", "extra %\nindex"), id="extra"),
    ],
)
def test_other_receipts_are_refused(change: Callable[[str], str]) -> None:
    """Read strictly, as it is filed for years."""
    with pytest.raises(NoteInvalid):
        TlogProof.parse(change(receipt().to_text()))


@given(st.text(alphabet=st.sampled_from([*TEXT, *LINE, "\n", "\x00", "é"])))
def test_no_text_crashes_a_reader(text: str) -> None:
    """Only the documented error, whatever is read."""
    for candidate in (text, NOTE + text, text + NOTE, receipt().to_text() + text):
        for read in (
            Checkpoint.parse,
            TlogProof.parse,
            lambda given: verify_note(given, [LOG.vkey]),
            lambda given: verify_note(NOTE, [given]),
        ):
            try:
                read(candidate)
            except NoteInvalid:
                continue


@given(st.binary())
def test_no_bytes_crash_a_reader(data: bytes) -> None:
    """The same for bytes."""
    for read in (TlogProof.parse, lambda given: verify_note(given, [LOG.vkey])):
        with pytest.raises(NoteInvalid):
            read(data)


def test_a_key_is_saved_for_its_owner_only_and_loaded_again(tmp_path: Path) -> None:
    """Mode 0600, never overwritten."""
    path = tmp_path / "bogus.pem"
    LOG.save(path)
    assert 0o600 == path.stat().st_mode & 0o777
    assert LOG.vkey == NoteSigner.load(path, ORIGIN).vkey
    with pytest.raises(FileExistsError):
        LOG.save(path)


def test_a_key_that_the_disk_does_not_take_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty one would pass for a log's key, and block the next attempt."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("ledger.signer.os.fsync", full)
    with pytest.raises(OSError, match="full"):
        LOG.save(tmp_path / "bogus.pem")
    assert [] == list(tmp_path.iterdir())


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """House rule 38."""
    path = tmp_path / "bogus.pem"
    LOG.save(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileExposed):
        NoteSigner.load(path, ORIGIN)


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_in_the_place_of_a_key_is_refused(tmp_path: Path) -> None:
    """Nobody would ever write to it."""
    os.mkfifo(tmp_path / "bogus.pem", 0o600)
    with pytest.raises(OSError, match="no regular file"):
        NoteSigner.load(tmp_path / "bogus.pem", ORIGIN)


def test_a_file_without_an_ed25519_key_is_refused(tmp_path: Path) -> None:
    """Neither garbage nor a key of another kind."""
    path = tmp_path / "bogus.pem"
    path.touch(0o600)
    with pytest.raises(NoteInvalid):
        NoteSigner.load(path, ORIGIN)
    key = generate_private_key(SECP256R1())
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    with pytest.raises(NoteInvalid):
        NoteSigner.load(path, ORIGIN)


def test_a_signer_refuses_what_is_no_note() -> None:
    """No text without its last newline, no name with a space."""
    with pytest.raises(NoteInvalid):
        LOG.sign("text")
    with pytest.raises(NoteInvalid):
        NoteSigner.generate("a b")


def test_the_private_key_is_in_no_repr() -> None:
    """What is shown is what everybody may know."""
    assert f"NoteSigner({LOG.vkey})" == repr(LOG)
    assert 33 == len(b64decode(LOG.vkey.split("+", 2)[2]))
