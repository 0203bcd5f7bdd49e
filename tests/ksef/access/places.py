"""Contexts of nobody, one of each kind."""

from ksef.access.context import ContextId
from tests.bogus_pki import BOGUS_NIP

OFFICE = ContextId.parse("Nip", BOGUS_NIP)
UNIT = ContextId.parse("InternalId", f"{BOGUS_NIP}-12341")
VAT_UE = ContextId.parse("NipVatUe", f"{BOGUS_NIP}-DE123456789")
PEPPOL = ContextId.parse("PeppolId", "PPL123456")
