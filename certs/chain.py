"""Who vouches for a seal: the path to a key of the trusted list; part of *now*.

    leaf -> 1 issuers by name and key: listed, given, fetched -> 2 paths -> 3 first good

Certificates that somebody hands over (a bundle, `--issuer`, what an address in the
certificate gives) are only material: a path is worth something when it ends at a key
of the trusted list.

Source: RFC 5280, sections 4.2.2.1 (caIssuers) and 6.1 (certs.path).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Final

from certs.errors import CertificateUnreadable
from certs.errors_now import PathRefused
from certs.fetch import MAX_CERTIFICATES_BYTES, Fetch, reachable
from certs.load import load
from certs.model import SealCertificate
from certs.path import check_path, is_issued_by
from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding, Severity

MAX_DEPTH: Final = 6
MAX_POOL: Final = 64
MAX_PATHS: Final = 64
_CLAUSE: Final = "RFC 5280, 6.1"


class ChainWord(StrEnum):
    """What is known of the path above a certificate."""

    VALID = "valid"
    UNANCHORED = "unanchored"
    NO_ISSUER = "noIssuer"
    BROKEN = "broken"
    NOT_CHECKED = "notChecked"


_SAID: Final = MappingProxyType(
    {
        ChainWord.UNANCHORED: (
            "Łańcuch jest spójny, ale nie kończy się na kluczu z listy zaufania."
        ),
        ChainWord.NO_ISSUER: "Nie ma certyfikatu wystawcy; podaj go opcją --issuer.",
    }
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A word about the path, and the path.

    Attributes:
        word: What is known.
        path: Leaf first; as far as it was found, also when it is broken.
        findings: Why.
    """

    word: ChainWord
    path: tuple[SealCertificate, ...]
    findings: tuple[Finding, ...]

    @property
    def issuer(self) -> SealCertificate | None:
        """Who issued the leaf, by name and key; None where nobody was found."""
        return self.path[1] if len(self.path) > 1 else None


def build_chain(
    leaf: SealCertificate,
    *,
    at: datetime,
    anchors: Sequence[SealCertificate] = (),
    pool: Iterable[SealCertificate] = (),
    fetch: Fetch | None = None,
) -> Chain:
    """Find the path of a certificate and judge it at an instant.

    Args:
        leaf: The seal.
        at: An aware instant.
        anchors: Certificates of the trusted list's services.
        pool: Others that may stand between; nothing is believed of them.
        fetch: Gets the issuer from the addresses in the certificates; None asks nobody.
    """
    known = [each for each in pool if each != leaf][:MAX_POOL]
    if not (anchors or known or fetch):
        return _said(ChainWord.NOT_CHECKED, (leaf,))
    # 1 issuers, 2 paths
    paths = _Search(tuple(anchors), known, fetch).paths((leaf,))
    refused: dict[bool, Chain] = {}
    unanchored: tuple[SealCertificate, ...] = (leaf,)
    # 3 the first good one
    for path, is_anchored in islice(paths, MAX_PATHS):
        try:
            check_path(path, at)
        except PathRefused as reason:
            refused.setdefault(is_anchored, _broken(reason, path))
            continue
        if is_anchored:
            return _said(ChainWord.VALID, path)
        unanchored = max(unanchored, path, key=len)
    if True in refused:
        return refused[True]
    if len(unanchored) > 1:
        return _said(ChainWord.UNANCHORED, unanchored)
    return refused.get(False) or _said(ChainWord.NO_ISSUER, (leaf,))


class _Search:
    """Looks for issuers, listed ones first; asks each address once."""

    def __init__(
        self,
        anchors: tuple[SealCertificate, ...],
        pool: list[SealCertificate],
        fetch: Fetch | None,
    ) -> None:
        self._anchors = anchors
        self._pool = pool
        self._fetch = fetch
        self._asked: set[str] = set()

    def paths(
        self, path: tuple[SealCertificate, ...]
    ) -> Iterator[tuple[tuple[SealCertificate, ...], bool]]:
        """Give every path above `path`, each with whether it ends at an anchor."""
        last = path[-1]
        for anchor in self._anchors:
            if is_issued_by(last, anchor):
                yield (*path, anchor), True
        if len(path) >= MAX_DEPTH:
            return
        found = self._issuers(path)
        if not found and self._fetch is not None:
            self._fetch_issuers(last, self._fetch)
            found = self._issuers(path)
        for issuer in found:
            yield from self.paths((*path, issuer))
            yield (*path, issuer), False

    def _issuers(self, path: tuple[SealCertificate, ...]) -> list[SealCertificate]:
        return [
            each
            for each in self._pool
            if each not in path
            and each not in self._anchors
            and is_issued_by(path[-1], each)
        ]

    def _fetch_issuers(self, certificate: SealCertificate, fetch: Fetch) -> None:
        try:
            addresses = reachable(certificate.extensions.ca_issuers)
        except CertificateUnreadable:
            return
        for address in addresses:
            if address in self._asked or len(self._asked) >= MAX_DEPTH:
                continue
            self._asked.add(address)
            try:
                got = fetch(address, max_bytes=MAX_CERTIFICATES_BYTES, signed=True)
                fresh = [each for each in load(got) if each not in self._pool]
            except ToolkitError:
                continue  # the path is then said to have no issuer
            self._pool += fresh[: MAX_POOL - len(self._pool)]


def _said(word: ChainWord, path: tuple[SealCertificate, ...]) -> Chain:
    """Say a word; one that somebody must act on comes with a finding."""
    if word not in _SAID:
        return Chain(word, path, ())
    rule = f"certs.chain.{word.name.lower()}"
    finding = Finding(rule, Severity.WARNING, _SAID[word], clause=_CLAUSE)
    return Chain(word, path, (finding,))


def _broken(refused: PathRefused, path: tuple[SealCertificate, ...]) -> Chain:
    finding = Finding(
        f"certs.chain.{refused.reason}",
        Severity.ERROR,
        f"Łańcuch jest przerwany (certyfikat {refused.depth}, licząc od pieczęci = 0):"
        f" {refused.polish}.",
        clause=_CLAUSE,
    )
    return Chain(ChainWord.BROKEN, path, (finding,))
