"""[1] The provisions behind the checks, and how a check says what it found.

Those of the two regulations are the rules of `ksef.law`; the notes of the form and the
acts on who represents a JST stand here. The notes of ZAW-FA(1) were read in the form
itself; what is said of ZAW-FA(3) comes from others.
"""

from dataclasses import replace
from typing import Final

from ksef.law.dzu_2021_2481 import zawfa_form
from ksef.law.dzu_2025_1815 import zawfa as zawfa_1815
from ksef.zawfa.model import Version
from vocabulary.finding import Finding, Severity
from vocabulary.law import LegalRef

_ISAP: Final = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id="
_GUIDE: Final = "https://solpoint.pl"
FIELD_TYPES: Final = "ElementarneTypyDanych_v10-0E"
"""The Ministry's lengths of names, addresses and the like."""

COMMUNE: Final = LegalRef(
    act="Dz.U. 1990 nr 16 poz. 95",
    provision="art. 31 i 46 ust. 1",
    url=f"{_ISAP}WDU19900160095",
    text_seen=False,
)
COUNTY: Final = LegalRef(
    act="Dz.U. 1998 nr 91 poz. 578",
    provision="art. 48 ust. 1",
    url=f"{_ISAP}WDU19980910578",
    text_seen=False,
)
VOIVODESHIP: Final = LegalRef(
    act="Dz.U. 1998 nr 91 poz. 576",
    provision="art. 57 ust. 1",
    url=f"{_ISAP}WDU19980910576",
    text_seen=False,
)
PUBLIC_DELIVERY: Final = LegalRef(
    act="Dz.U. 2020 poz. 2320",
    provision="art. 147 ust. 1",
    url=f"{_ISAP}WDU20200002320",
    text_seen=True,
)


def note_of(version: Version | None, number: int) -> LegalRef:
    """Point to a note of the form; of ZAW-FA(2) and (3) only to the form.

    Args:
        version: The version in use.
        number: The number of the note on ZAW-FA(1).
    """
    return _in_form(version, f"objaśnienie {number}")


def field_of(version: Version | None, number: int | None) -> LegalRef:
    """Point to a field of ZAW-FA(1), or to the form where its number is not known."""
    return _in_form(version, "" if number is None else f"poz. {number}")


def _in_form(version: Version | None, place: str) -> LegalRef:
    """Point into ZAW-FA(1), which was read; of the others to the whole form."""
    if version is None:
        return zawfa_form.FORM.ref
    if version is Version.V2:
        return zawfa_form.ANNEX[1].ref
    if version is Version.V3:
        return replace(zawfa_1815.FORM.ref, url=_GUIDE)
    ref = zawfa_form.ANNEX[0].ref
    return replace(ref, provision=f"{ref.provision}, {place}") if place else ref


def leaning_on(finding: Finding, ref: LegalRef) -> Finding:
    """Give a finding that has no source of its own this provision."""
    if finding.ref is not None or finding.clause:
        return finding
    return replace(finding, ref=ref, message=finding.message + _seen(ref))


def error(code: str, key: str, text: str, ref: LegalRef | None = None) -> Finding:
    """Make a finding that stops the notice; `key` becomes the field's number later."""
    return _found(Severity.ERROR, code, key, text, ref)


def warning(code: str, key: str, text: str, ref: LegalRef | None = None) -> Finding:
    """Make a finding that is told, and stops nothing."""
    return _found(Severity.WARNING, code, key, text, ref)


def _found(
    severity: Severity, code: str, key: str, text: str, ref: LegalRef | None
) -> Finding:
    return Finding(code, severity, text + (_seen(ref) if ref else ""), key, ref)


def _seen(ref: LegalRef) -> str:
    return "" if ref.text_seen else " (Według źródła wtórnego.)"
