"""[0] Seals in a folder by the days they have left.

A file that cannot be read is named: the seal in it may end tomorrow. A file of another
kind (a key, a request) is passed over, and so is a name that no certificate has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from certs.errors import CertificateUnreadable, Unreadable
from certs.load import MAX_BYTES, CertificateBundle, read_certificates
from certs.model import SealCertificate
from certs.profiles.ksef_seal import names_ksef
from jst.errors import InputInvalid
from ledger.files import open_regular

SUFFIXES: Final = frozenset(
    {".pem", ".crt", ".cer", ".der", ".p12", ".pfx", ".p7b", ".p7c"}
)
KSEF_MARK: Final = b"Certyfikat KSeF (jst ksef certificates enroll)\n"
"""First line of a file that we write; another's is known by its issuer's name only."""
# What a folder of seals holds besides: no seal is lost in it.
_OTHERS: Final = frozenset(
    {
        Unreadable.NO_CERTIFICATE,
        Unreadable.NO_LEAF,
        Unreadable.PRIVATE_KEY,
        Unreadable.BARE_PUBLIC_KEY,
        Unreadable.REQUEST,
        Unreadable.REVOCATION_LIST,
    }
)


class Kind(StrEnum):
    """What ends; the value is a stable word."""

    SEAL = "seal"
    KSEF_CERTIFICATE = "ksef_certificate"


@dataclass(frozen=True, slots=True)
class Watched:
    """One seal of a folder, or a KSeF certificate.

    Attributes:
        file: Its file's name.
        seal: The certificate.
        days_left: Whole days until it ends; negative when it has ended.
        kind: What it is: KSeF's own certificate needs no letter to the Head of KAS.
    """

    file: str
    seal: SealCertificate
    days_left: int
    kind: Kind = Kind.SEAL


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read.

    Attributes:
        file: Its name.
        reason: Why, in one word.
        polish: The same for the person who looks after the folder.
    """

    file: str
    reason: str
    polish: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds.

    Attributes:
        seals: Those that end first come first.
        unreadable: Files that may hold a seal and could not be read.
        passed_over: How many files are of another kind, or of authorities only.
    """

    seals: tuple[Watched, ...]
    unreadable: tuple[Unread, ...]
    passed_over: int


def watch(folder: Path, now: datetime) -> Folder:
    """Read every certificate file of a folder, not of the folders in it.

    Raises:
        InputInvalid: It is no folder, or cannot be listed.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as unlisted:
        raise InputInvalid(
            f"{folder}: {unlisted.strerror or 'not listed'}",
            polish=f"{folder}: to nie jest katalog albo nie można go odczytać",
        ) from None
    seals: list[Watched] = []
    unreadable: list[Unread] = []
    passed_over = 0
    for path in files:
        if path.suffix.lower() not in SUFFIXES:
            passed_over += 1
            continue
        try:
            data = _read(path)
            marked = data.startswith(KSEF_MARK)
            found = [
                Watched(
                    path.name,
                    each,
                    (each.not_after - now).days,
                    Kind.KSEF_CERTIFICATE if marked or names_ksef(each) else Kind.SEAL,
                )
                for each in _leaves(read_certificates(data))
                if not each.is_ca
            ]
        except CertificateUnreadable as refused:
            if refused.reason in _OTHERS:
                passed_over += 1
            else:
                unreadable.append(Unread(path.name, refused.reason, refused.polish))
        except OSError:
            unreadable.append(Unread(path.name, "file", "nie można otworzyć pliku"))
        else:
            seals += found
            passed_over += not found
    by_end = sorted(seals, key=lambda each: (each.seal.not_after, each.file))
    return Folder(tuple(by_end), tuple(unreadable), passed_over)


def _read(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read(MAX_BYTES + 1)


def _leaves(bundle: CertificateBundle) -> Iterator[SealCertificate]:
    """Give the leaf, or each where there are several."""
    try:
        yield bundle.leaf
    except CertificateUnreadable as several:
        if several.reason is not Unreadable.SEVERAL_LEAVES:
            raise
        for number in several.numbers:
            yield bundle.certificates[number - 1]
