"""[5] The folder of a letter: written through a temporary one, and read back.

    files -> temporary folder -> manifest of digests -> ZIP -> rename
    folder -> manifest -> digests -> card -> Package

Promises
    - A folder is there whole or not at all; an existing one is never touched.
    - Files are for their owner alone (0700, 0600).
    - `MANIFEST.sha256` is checked by `sha256sum -c`; its own digest stands in the log.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from crpo.errors import LetterFolderInvalid
from crpo.letter.general_letter import NAME
from crpo.letter.render import CARD, ZIP
from documents.whole import refuse_existing
from ledger.files import open_regular, sync_folder
from vocabulary.clock import parse_iso_utc

MANIFEST: Final = "MANIFEST.sha256"
MAX_FILE_BYTES: Final = 16 * 1_048_576
_UNSIGNED: Final = (
    f"# {NAME}: plik niepodpisany, niesprawdzony schematem XSD\n"
    "# sprawdzenie plików: sha256sum -c MANIFEST.sha256\n"
)
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9.-]{0,80})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """Digests of a folder that is about to appear, SHA-256 in hex."""

    manifest_sha256: str
    zip_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A letter that was prepared, read back from its folder.

    Attributes:
        letter_id: Id of its entry in the log.
        prepared_at: When, UTC.
        unit: Its name in the letter.
        nips: Of the unit and, where it is another one, of its office; ten digits.
        regon: Of the unit.
        head_given_names: Of the head of the unit, who has to sign.
        head_surname: Of the same.
        attachments: Name -> SHA-256, hex.
        digests: Of every file, by its name, SHA-256 in hex.
        manifest_sha256: Of the manifest; the log knows it.
        zip_sha256: Of the ZIP; the log knows it; "" where it is not in the folder.
        general_letter: The bytes of the pismo ogólne.
    """

    letter_id: str
    prepared_at: datetime
    unit: str
    nips: tuple[str, ...]
    regon: str
    head_given_names: str
    head_surname: str
    attachments: Mapping[str, str]
    digests: Mapping[str, str]
    manifest_sha256: str
    zip_sha256: str
    general_letter: bytes = field(repr=False)


@contextmanager
def new_folder(
    folder: Path, files: Mapping[str, bytes], *, zip_name: str, made_at: datetime
) -> Iterator[Written]:
    """Write files, manifest and ZIP; the folder appears when the block ends well.

    Args:
        folder: A name that nothing has yet, in a folder that exists.
        files: Name -> bytes.
        zip_name: Of the ZIP with all of them.
        made_at: An aware instant, for the ZIP.

    Raises:
        FileExistsError: There is something of this name.
        OSError: The disk, or the folder above, does not take it.
    """
    refuse_existing(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        manifest = _UNSIGNED + "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n"
            for name, data in sorted(files.items())
        )
        whole = {**files, MANIFEST: manifest.encode()}
        packed = _zip(whole, made_at)
        for name, data in {**whole, zip_name: packed}.items():
            _write(draft / name, data)
        yield Written(
            hashlib.sha256(whole[MANIFEST]).hexdigest(),
            hashlib.sha256(packed).hexdigest(),
        )
        refuse_existing(folder)
        sync_folder(draft)
        draft.rename(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def read_package(folder: Path) -> Package:
    """Read a folder that `jst letter prepare` made, and hold it to its manifest.

    Raises:
        LetterFolderInvalid: It is none, or a file of it was changed.
    """
    manifest = _read(folder / MANIFEST)
    digests = _digests(manifest)
    for name in digests:
        if hashlib.sha256(_read(folder / name)).hexdigest() != digests[name]:
            raise _invalid(f"{name} was changed", f"plik {name} zmieniono")
    for name in (CARD, NAME):
        if name not in digests:
            raise _invalid(f"{name} is missing", f"w manifeście nie ma pliku {name}")
    try:
        card = json.loads(_read(folder / CARD))
        return Package(
            letter_id=_text(card["letterId"]),
            prepared_at=parse_iso_utc(card["preparedAt"]),
            unit=_text(card["unit"]),
            nips=tuple(_text(nip) for nip in card["nips"]),
            regon=_text(card["regon"]),
            head_given_names=_text(card["unitHead"]["givenNames"]),
            head_surname=_text(card["unitHead"]["surname"]),
            attachments={
                _text(a["name"]): _text(a["sha256"]) for a in card["attachments"]
            },
            digests=digests,
            manifest_sha256=hashlib.sha256(manifest).hexdigest(),
            zip_sha256=_zip_digest(folder / ZIP),
            general_letter=_read(folder / NAME),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _invalid("no card of ours", f"{CARD} ma inną budowę") from None


def _zip_digest(path: Path) -> str:
    """The manifest is inside the ZIP, so the ZIP is not in the manifest."""
    return hashlib.sha256(_read(path)).hexdigest() if os.path.lexists(path) else ""


def _digests(manifest: bytes) -> dict[str, str]:
    try:
        lines = manifest.decode().splitlines()
    except UnicodeDecodeError:
        raise _invalid("no manifest of ours", "manifest ma inną budowę") from None
    found = {}
    for line in lines:
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise _invalid("no manifest of ours", "manifest ma inną budowę")
        found[match[2]] = match[1]
    return found


def _zip(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return packed.getvalue()


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _read(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        message = f"{path.name} cannot be read"
        raise _invalid(message, f"nie można otworzyć pliku {path.name}") from None
    if len(data) > MAX_FILE_BYTES:
        raise _invalid(f"{path.name} is too big", f"plik {path.name} jest za duży")
    return data


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _invalid(message: str, polish: str) -> LetterFolderInvalid:
    return LetterFolderInvalid(message, polish=polish)
