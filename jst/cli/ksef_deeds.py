"""What the operations at KSeF are called in the log: one word for each endpoint."""

from collections.abc import Mapping
from typing import Final

KSEF_DEEDS: Final[Mapping[str, tuple[str, str]]] = {
    "grant_person": ("nadanie osobie", "grant to a person"),
    "grant_entity": ("nadanie podmiotowi", "grant to an entity"),
    "grant_authorization": ("nadanie podmiotowe", "authorisation of an entity"),
    "grant_indirect": ("nadanie pośrednie", "indirect grant"),
    "grant_subunit": ("nadanie administratora jednostki", "administrator of a unit"),
    "grant_eu_administration": ("nadanie administratora UE", "EU administrator"),
    "grant_eu": ("nadanie podmiotowi UE", "grant to an EU entity"),
    "revoke_common": ("odebranie uprawnienia", "permission revoked"),
    "revoke_authorization": ("odebranie podmiotowe", "authorisation revoked"),
    "operation": ("stan operacji", "state of an operation"),
    "attachments": ("zgoda na załączniki", "consent to attachments"),
    "query_personal": ("własne uprawnienia", "own permissions"),
    "query_persons": ("uprawnienia osób", "permissions of persons"),
    "query_subunits": ("administratorzy jednostek", "administrators of units"),
    "query_entities": ("uprawnienia od innych", "permissions received"),
    "query_entity_roles": ("role kontekstu", "roles of the context"),
    "query_subordinate_roles": ("role jednostek", "roles of units"),
    "query_authorizations": ("uprawnienia podmiotowe", "authorisations"),
    "query_eu": ("uprawnienia UE", "EU permissions"),
    "tokens_create": ("utworzenie tokenu", "token made"),
    "tokens": ("lista tokenów", "list of tokens"),
    "token": ("stan tokenu", "state of a token"),
    "token_revoke": ("unieważnienie tokenu", "token revoked"),
    "certificate_limits": ("limity certyfikatów", "limits of certificates"),
    "enrollment_data": ("dane do certyfikatu", "data for a certificate"),
    "enroll": ("wniosek o certyfikat", "request for a certificate"),
    "enrollment": ("stan wniosku o certyfikat", "state of a request"),
    "certificates_retrieve": ("pobranie certyfikatu", "certificate fetched"),
    "certificates_query": ("lista certyfikatów", "list of certificates"),
    "certificate_revoke": ("unieważnienie certyfikatu", "certificate revoked"),
}
