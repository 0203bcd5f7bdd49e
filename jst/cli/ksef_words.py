"""The words of KSeF questions for people: answers, facts, data, permissions."""

from collections.abc import Mapping
from typing import Final

from jst.cli.language import say

# word of ours -> (Polish, English)
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "yes": ("tak", "yes"),
    "no": ("nie", "no"),
    "not_applicable": ("nie dotyczy", "not applicable"),
    "not_in_force": ("nie obowiązuje w tym dniu", "not in force on that day"),
    "cannot_tell": ("nie wiadomo", "cannot tell"),
    "manage": ("zarządzanie uprawnieniami", "managing permissions"),
    "invoices": ("wystawianie lub dostęp", "issuing or access"),
    "issue": ("wystawianie faktur", "issuing invoices"),
    "access": ("dostęp do faktur", "access to invoices"),
    "self_billing": ("samofakturowanie", "self-billing"),
    "vat_rr": ("faktury VAT RR", "VAT RR invoices"),
    "context": ("w czyim kontekście", "in whose context"),
    "named_by": ("kto wskazuje", "who names"),
    "as_representative": (
        "czy jako przedstawiciel jednostki",
        "whether as representative of the unit",
    ),
    "entity_named_by": ("kto wskazał podmiot", "who named the entity"),
    "permissions_verified": (
        "czy zweryfikowano posiadane uprawnienia",
        "whether the permissions held were verified",
    ),
    "gives_identifier": ("czy podaje się NIP lub PESEL", "whether a number is given"),
    "has_identifier": ("czy osoba ma NIP lub PESEL", "whether the person has a number"),
    "certificate_has_id": (
        "czy certyfikat zawiera NIP lub PESEL",
        "whether the certificate holds a NIP or PESEL",
    ),
    "unique_data_given": (
        "czy zgłoszono dane unikalne podpisu lub pieczęci",
        "whether the unique data were reported",
    ),
    "can_authenticate": (
        "czy podmiot może się uwierzytelnić",
        "whether the filer can authenticate",
    ),
    "persons": ("ile osób byłoby uprawnionych", "how many persons would hold"),
    "generated_after": (
        "po jakim uwierzytelnieniu wygenerowano",
        "after which authentication it was generated",
    ),
    "taxpayer_nip": ("NIP podatnika", "NIP of the taxpayer"),
    "identifier": (
        "NIP podmiotu albo NIP lub PESEL osoby",
        "NIP of the entity, NIP or PESEL of the person",
    ),
    "name": ("imię i nazwisko albo nazwa", "name"),
    "birth_date": ("data urodzenia", "birth date"),
    "identity_document": (
        "dokument tożsamości: numer, seria, kraj",
        "identity document: number, series, country",
    ),
    "signature_data": ("dane unikalne podpisu", "unique data of the signature"),
    "permission_kind": ("rodzaj uprawnienia", "kind of the permission"),
    "tax_representative": (
        "informacja o przedstawicielu podatkowym",
        "whether a tax representative",
    ),
    "unit_nip": ("NIP jednostki", "NIP of the unit"),
    "member_nip": ("NIP członka grupy VAT", "NIP of the member"),
    "internal_id": ("unikalny identyfikator", "unique identifier"),
    "office_nip": (
        "NIP urzędu obsługującego organ egzekucyjny",
        "NIP of the office serving the enforcement authority",
    ),
    "bailiff_nip": ("NIP komornika", "NIP of the bailiff"),
    "ksef_number": ("numer KSeF", "KSeF number"),
    "invoice_number": ("numer faktury", "invoice number"),
    "buyer_identifier": ("identyfikator nabywcy", "identifier of the buyer"),
    "buyer_has_no_identifier": ("informacja o jego braku", "that there is none"),
    "buyer_name": ("nazwa nabywcy", "name of the buyer"),
    "buyer_has_no_name": ("informacja o jej braku", "that there is none"),
    "total_amount": ("kwota należności ogółem", "total amount due"),
    "qualified_signature": ("podpis kwalifikowany", "qualified signature"),
    "qualified_seal": ("pieczęć kwalifikowana", "qualified seal"),
    "trusted_signature": ("podpis zaufany", "trusted signature"),
    "token": ("token", "token"),
    "national_node": ("węzeł krajowy", "national node"),
    "ksef_certificate": ("certyfikat KSeF", "KSeF certificate"),
    "manage_only": (
        "ZAW-FA daje tylko zarządzanie uprawnieniami",
        "a ZAW-FA gives the managing of permissions only",
    ),
    "manage_and_invoices": (
        "ZAW-FA daje także uprawnienia do faktur",
        "a ZAW-FA gives the permissions for invoices too",
    ),
    "joined": (
        "wystawianie i dostęp to jeden rodzaj",
        "issuing and access: one kind",
    ),
    "separate": (
        "wystawianie i dostęp to dwa rodzaje",
        "issuing and access: two kinds",
    ),
    "grant_ends": (
        "nadane kończy się razem z prawem tego, kto nadał",
        "what was granted ends with the right of whoever granted it",
    ),
    "grant_stands": (
        "nadane trwa, choć prawo tego, kto nadał, już się skończyło",
        "what was granted stands though the right of whoever granted it has ended",
    ),
    "not_yet": ("jeszcze nie obowiązuje", "not yet"),
    "ended": ("termin minął", "ended"),
    "revoked": ("odebrano", "revoked"),
    "link_gone": ("podmiot pośredni nie ma już uprawnienia", "a link is gone"),
    "namer_ended": (
        "skończyło się prawo tego, kto nadał",
        "the right of whoever granted it has ended",
    ),
    "no_delegation": ("nadano bez prawa przekazywania", "given without delegation"),
    "no_power": (
        "nadający nie zarządzał wtedy uprawnieniami",
        "whoever granted it had no power then",
    ),
    "no_provision": ("żaden przepis tego nie przewiduje", "no provision allows it"),
}


def in_words(word: str) -> str:
    """Say a word, alternatives joined by a slash, or which text was not seen."""
    if word.startswith("text:"):
        provision = word.removeprefix("text:")
        return say(f"tekst przepisu: {provision}", f"the text of {provision}")
    return say(" albo ", " or ").join(
        say(*WORDS.get(each, (each, each))) for each in word.split(" / ")
    )
