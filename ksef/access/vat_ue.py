"""The EU VAT number of an entity of another state, as the context NipVatUe holds it."""

from typing import final

from ksef.access.judge_vat import VAT_UE
from vocabulary.errors import IdentifierFault
from vocabulary.masked import Identifier


@final
class VatUe(Identifier):
    """A country's code and its number; check digits of other states are not checked."""

    __slots__ = ()
    kind = "vat_ue"

    @classmethod
    def _canonical(cls, text: str) -> str:
        plain = text.strip().upper()
        if not plain:
            raise cls._refusal(IdentifierFault.EMPTY)
        if not VAT_UE.fullmatch(plain):
            raise cls._refusal(IdentifierFault.SHAPE)
        return plain

    @property
    def masked(self) -> str:
        """Show only the country: the numbers of some states are very short."""
        return f"{self._clear[:2]}***"
