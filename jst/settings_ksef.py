"""[0] Which reading of the KSeF regulation decides, where the sources disagree."""

from pydantic import Field

from jst.settings_section import Section
from ksef.law.decision import Followed, InvoiceKinds, NamerEnded, ZawFaGives


class KsefSection(Section):
    """`[ksef]`: the readings that `jst ksef` follows; all are always shown."""

    zawfa_gives: ZawFaGives = Field(
        default=ZawFaGives.MANAGE_ONLY,
        description="What the person named in a ZAW-FA holds: `manage_only` or"
        " `manage_and_invoices` (ADR-0021).",
    )
    invoice_kinds: InvoiceKinds = Field(
        default=InvoiceKinds.JOINED,
        description="Whether issuing and access are one kind from 2026-02-01: `joined`"
        " or `separate` (ADR-0021).",
    )

    namer_ended: NamerEnded = Field(
        default=NamerEnded.GRANT_ENDS,
        description="What becomes of a grant when the right of the person who made it"
        " ends, for `jst ksef effective`: `grant_ends` or `grant_stands` (ADR-0033).",
    )

    @property
    def followed(self) -> Followed:
        """The readings as the law's code takes them."""
        return Followed(
            zawfa_gives=self.zawfa_gives,
            invoice_kinds=self.invoice_kinds,
            namer_ended=self.namer_ended,
        )
