"""What pkilint calls the facts that we find, and each difference with its reason.

docs/certificates-pkilint.md is made from this table, and tests/certs/
test_pkilint_agrees.py holds both of us to it over every synthetic certificate.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

UNLOADED: Final = "(does not load)"
_FATAL: Final = "itu.invalid_asn1_syntax"
_NO_EXTENSIONS: Final = "etsi.extensions_field_absent"
_ETSI1, _ETSI2 = "etsi.en_319_412_1.", "etsi.en_319_412_2."
_ETSI3, _ETSI5 = "etsi.en_319_412_3.", "etsi.en_319_412_5."
_CRL_URI: Final = (
    f"{_ETSI2}gen-4.3.11-4.http_or_ldap_crldp_distribution_point_uri_missing"
)
_EQUAL: Final = (
    f"{_ETSI3}leg-4.2.1-6.organization_id_and_organization_name_attribute_values_equal"
)

# Our code -> codes of pkilint, one of which says the same.
SAME: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        f"certs.{ours}": frozenset(theirs)
        for ours, theirs in {
            "read.trailing_bytes": [UNLOADED],
            "read.not_der": [UNLOADED],
            "read.ecdsa_null_parameters": [
                _FATAL,
                "pkix.certificate_signature_algorithm_mismatch",
            ],
            "read.version": ["pkix.certificate_version_is_not_v3"],
            "read.serial_not_positive": [
                "pkix.certificate_serial_number_out_of_range",
                UNLOADED,
            ],
            "read.serial_long": ["pkix.certificate_serial_number_out_of_range"],
            "read.serial_form": [UNLOADED],
            "read.name_value_no_text": [_FATAL],
            "read.name_other_string_type": [_FATAL],
            "read.name_bad_printable_string": [_FATAL],
            "read.name_bad_utf8": [_FATAL, UNLOADED],
            "read.name_empty_value": [_FATAL],
            "read.name_unsorted_set": [UNLOADED],
            "read.date_form": [
                "pkix.invalid_time_syntax",
                "pkix.wrong_time_useful_type",
            ],
            "read.date_order": ["pkix.certificate_negative_validity_period"],
            "read.extension_broken": [_FATAL],
            "read.extension_twice": ["pkix.duplicate_extension"],
            "rfc5280.4_1_1_2.algorithms": [
                "pkix.certificate_signature_algorithm_mismatch"
            ],
            "rfc5280.4_1_2_4.issuer": ["pkix.name_empty"],
            "rfc5280.4_2_1_1.authority_key": [
                "pkix.authority_key_identifier_extension_absent",
                _NO_EXTENSIONS,
            ],
            "rfc5280.4_2_1_2.subject_key": [
                "pkix.certificate_skid_end_entity_missing",
            ],
            "rfc5280.4_2_1_3.usage_critical": ["pkix.key_usage_extension_not_critical"],
            "rfc5280.4_2_2_1.access_not_critical": [
                "pkix.authority_information_access_extension_critical"
            ],
            "en_319_412_1.leg_5_1_4_02.form": [f"{_ETSI1}leg-5.1.4-02.invalid_format"],
            "en_319_412_1.leg_5_1_4_03.scheme": [
                f"{_ETSI1}leg-5.1.4-03.invalid_scheme",
            ],
            "en_319_412_2.gen_4_2_3_1_2.issuer": [
                f"{_ETSI2}gen-4.2.3.1-2.{name}_attribute_absent"
                for name in ("country", "organization_name", "common_name")
            ],
            "en_319_412_2.nat_4_3_2_1.key_usage": [
                f"{_ETSI2}nat-4.3.2-1.unknown_key_usage_setting",
                f"{_ETSI2}key_usage_extension_absent",
                _NO_EXTENSIONS,
            ],
            "en_319_412_2.gen_4_3_3_1.policies_not_critical": [
                f"{_ETSI2}gen-4.3.3-1.critical_certificate_policies_extension"
            ],
            "en_319_412_2.gen_4_3_3_2.policies": [
                f"{_ETSI2}certificate_policies_extension_absent",
                _NO_EXTENSIONS,
            ],
            "en_319_412_2.gen_4_3_11_2.revocation": [
                f"{_ETSI2}gen-4.3.11-2.crldp_extension_missing",
                f"{_ETSI2}gen-4.4.1-8.ocsp_aia_access_method_absent",
                _NO_EXTENSIONS,
            ],
            "en_319_412_2.gen_4_3_11_4.crl_in_http": [
                _CRL_URI,
            ],
            "en_319_412_2.gen_4_4_1_3.issuer_address": [
                f"{_ETSI2}gen-4.4.1-3.ca_issuers_aia_access_method_absent",
                f"{_ETSI2}authority_info_access_extension_absent",
                _NO_EXTENSIONS,
            ],
            "en_319_412_3.leg_4_2_1_2.subject": [
                f"{_ETSI3}leg-4.2.1-2.{name}_attribute_absent"
                for name in (
                    "country",
                    "organization_name",
                    "organization_identifier",
                    "common_name",
                )
            ],
            "en_319_412_3.leg_4_2_1_3.once": [
                f"{_ETSI3}leg-4.2.1-3.prohibited_duplicate_attribute_present"
            ],
            "en_319_412_3.leg_4_2_1_6.not_the_name": [
                _EQUAL,
            ],
            "en_319_412_3.leg_4_3_1_4.type_a": [
                f"{_ETSI2}nat-4.3.2-1.mixed_key_usage_setting"
            ],
            "en_319_412_5.qcs_4_1_02.not_critical": [
                f"{_ETSI5}qcs-4.1-02.qcstatements_extension_is_critical"
            ],
            "en_319_412_5.4_3_3.retention": [
                f"{_ETSI5}gen-4.3.3.retention_period_years_not_positive"
            ],
            "en_319_412_5.4_3_4.disclosure_form": [
                f"{_ETSI5}gen-4.3.4.url_scheme_not_https",
                f"{_ETSI5}gen-4.3.4.iso_language_code_invalid",
                _FATAL,
            ],
        }.items()
    }
)
_NO_TYPE: Final = "pkilint has no type for a qualified seal, so it does not ask"
# What only one of us says, and why.
OURS_ONLY: Final = MappingProxyType(
    {
        "certs.read.name_old_string_type": "allowed for old names, told as a note",
        "certs.rfc5280.4_2.critical_is_known": "pkilint asks for no unknown extensions",
        "certs.rfc5280.4_2_1_9.not_an_authority": "pkilint takes the type as given",
        "certs.en_319_412_2.qcs_5_2_1.eu_policy": _NO_TYPE,
        "certs.en_319_412_3.leg_4_3_1_3.commitment": _NO_TYPE,
        "certs.en_319_412_5.qcs_5_01.compliance": _NO_TYPE,
        "certs.en_319_412_5.4_2_2.device": _NO_TYPE,
        "certs.en_319_412_5.4_2_3.type": _NO_TYPE,
        "certs.en_319_412_5.qcs_5_01.disclosure": _NO_TYPE,
    }
)
THEIRS_ONLY: Final = MappingProxyType(
    {
        f"{_ETSI2}authority_key_identifier_extension_absent": (
            "said a second time, for the other standard"
        ),
        f"{_ETSI2}gen-4.2.2-1.discouraged_signature_algorithm": (
            "follows from parameters that pkilint could not read"
        ),
        f"{_ETSI2}gen-4.2.3.1-5.prohibited_duplicate_attribute_present": (
            "an issuer's own name is not the office's to mend"
        ),
        f"{_ETSI3}leg-4.2.1-4.unknown_country_code": "a list of countries ages",
        "pkix.ca_certificate_keycertsign_keyusage_not_set": (
            "of authorities, which are refused as seals"
        ),
        "pkix.ee_certificate_keycertsign_keyusage_set": (
            "the type of key usage is named instead"
        ),
        "pkix.certificate_policies_policy_has_qualifier": (
            "a qualifier changes nothing for the seal"
        ),
        "pkix.unknown_subject_key_identifier_calculation_method": "any method will do",
        "pkix.utctime_incorrect_syntax": "said a second time",
        "pkix.generalizedtime_incorrect_syntax": "said a second time",
    }
)
# Certificate -> codes of SAME where only one of us speaks, and why.
HERE: Final[Mapping[str, tuple[frozenset[str], str]]] = MappingProxyType(
    {
        label: (frozenset(codes), why)
        for label, codes, why in (
            (
                "identifier without form",
                ["certs.en_319_412_1.leg_5_1_4_02.form"],
                "pkilint asks only where the form is claimed by QC statement",
            ),
            (
                "identifier of an unknown register",
                ["certs.en_319_412_1.leg_5_1_4_03.scheme"],
                "as above",
            ),
            (
                "identifier of a country's register",
                ["certs.en_319_412_1.leg_5_1_4_03.scheme"],
                "as above",
            ),
            ("very long value", [_FATAL], "LEG-4.2.1-9 lifts the limit of RFC 5280"),
            (
                "disclosure in no language",
                [f"{_ETSI5}gen-4.3.4.iso_language_code_invalid"],
                "a list of languages ages; we look at the form of the code",
            ),
            (
                "broken policies",
                ["certs.en_319_412_2.gen_4_3_3_2.policies"],
                "what cannot be read is missing as well",
            ),
            (
                "broken key usage",
                [
                    "certs.en_319_412_2.nat_4_3_2_1.key_usage",
                    "certs.rfc5280.4_2_1_3.usage_critical",
                ],
                "as above; whether it is critical can still be read",
            ),
            (
                "multi-valued",
                [f"{_ETSI2}gen-4.2.3.1-2.organization_name_attribute_absent"],
                "pkilint sees one attribute of each relative name",
            ),
            (
                "policy with a long notice",
                [_FATAL],
                "RFC 5280 ends a notice at 200 characters; EuroCert's is longer",
            ),
            (
                "signed with RSASSA-PSS, bare",
                [_FATAL],
                "RFC 4055 wants parameters; such a signature is nobody's, and readable",
            ),
            ("universal", [UNLOADED], "pkilint's library knows no UniversalString"),
        )
    }
)


def differences(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Give the codes of one side that the other should have met, and did not.

    Of a certificate that pkilint does not load, only that is compared.
    """
    if UNLOADED in theirs:
        has_reason = any(UNLOADED in SAME.get(code, frozenset()) for code in ours)
        return frozenset() if has_reason else frozenset({UNLOADED})
    mine = {code for code in ours & SAME.keys() if not SAME[code] & theirs}
    answered = frozenset[str]().union(*SAME.values())
    met = frozenset[str]().union(*(SAME[code] for code in ours & SAME.keys()))
    return frozenset(mine | ((theirs & answered) - met))


def unknown(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """Give the codes that stand nowhere in this table."""
    answered = frozenset[str]().union(*SAME.values())
    return (ours - SAME.keys() - OURS_ONLY.keys()) | (
        theirs - answered - THEIRS_ONLY.keys()
    )
