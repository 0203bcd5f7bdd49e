"""[0] The JSON Schema of `permissions.toml`, for editors that know TOML.

The shape comes from the parser's own model (jst.plan_toml); what a model cannot tell a
schema is added here. A schema says less than the parser: check digits, references and
what a permission needs of its holder only `jst ksef plan` sees.

Source: JSON Schema draft 2020-12.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from jst.plan_toml import PermissionsToml
from ksef.access.judge_calls import INVOICES, PERSON
from ksef.plan.checks import MAX_TEXT, MIN_TEXT
from ksef.plan.wants import AUTHORISATIONS

ID: Final = "urn:crpo-ksef:schema:permissions.toml:1"
"""Names the schema; `1` is the file's `version`."""
_GAP: Final = r"[ \u00a0\u2010-\u2013-]*"
NIP: Final = rf"^{_GAP}([Pp][Ll])?({_GAP}[0-9]){{10}}{_GAP}$"
"""A NIP as it may be written; the check digit is not told here."""
INTERNAL_ID: Final = rf"^({_GAP}[0-9]){{15}}{_GAP}$"
_ABOUT: Final[Mapping[str, str]] = {
    "": "Kto ma mieć jakie uprawnienia w KSeF (docs/ksef-plan.md).",
    "Body": "Rodzaj jednostki według przepisów (docs/law.md).",
    "DeputyEntry": "Kto przez pewien czas ma to, co osoba zastępowana.",
    "GrantEntry": "Kto, gdzie, jakie uprawnienia, od kiedy do kiedy i dlaczego.",
    "OfficeEntry": "Urząd: podatnik, w którego kontekście działa pierwszy etap.",
    "SealEntry": "Kto używa pieczęci albo certyfikatu podmiotu.",
    "SealMeans": "Czym działa właściciel kontekstu.",
    "UnitEntry": "Jednostka urzędu: z własnym NIP, z internal_id albo bez numeru.",
    "Unknown": "Co z uprawnieniami osób, których plik nie zna.",
}
_WHAT: Final = ("bundle", "permissions", "representative")


def schema() -> dict[str, Any]:
    """Give the schema; dates are `format: date`, as TOML's own dates are read."""
    made = _in_polish(PermissionsToml.model_json_schema(by_alias=True))
    shapes = made["$defs"]
    for name, about in _ABOUT.items():
        (shapes[name] if name else made)["description"] = about
    permission = {"enum": sorted({*PERSON, *INVOICES, *AUTHORISATIONS})}
    listed = {"type": "array", "minItems": 1, "items": permission}
    [bundles] = made["properties"]["bundle"]["patternProperties"]
    made["properties"]["bundle"]["patternProperties"][bundles] = listed
    grant, unit = shapes["GrantEntry"], shapes["UnitEntry"]
    grant["properties"]["permissions"] = listed
    grant["oneOf"] = [_says(each) for each in _WHAT]
    unit["not"] = {"required": ["nip", "internal_id"]}
    unit["properties"]["nip"] = {"type": "string", "pattern": NIP}
    unit["properties"]["internal_id"] = {"type": "string", "pattern": INTERNAL_ID}
    unit["properties"]["name"] |= {"minLength": MIN_TEXT, "maxLength": MAX_TEXT}
    shapes["OfficeEntry"]["properties"]["nip"] = {"type": "string", "pattern": NIP}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID}
    return {**head, "title": "permissions.toml", **made}


def schema_text() -> str:
    """Write the schema as its file has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _says(what: str) -> dict[str, Any]:
    """Say that a grant names what it gives in this way."""
    said: dict[str, Any] = {"required": [what]}
    if what == "representative":
        said["properties"] = {what: {"const": True}}
    return said


def _in_polish(shape: Any) -> Any:  # noqa: ANN401 - any JSON
    """Leave out what the library made of our names, and null, which TOML has not."""
    if isinstance(shape, list):
        return [_in_polish(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    kept = {
        name: _in_polish(each)
        for name, each in shape.items()
        if not (name == "title" and isinstance(each, str))
        and not (name == "default" and each is None)
    }
    choices = [each for each in kept.pop("anyOf", []) if each != {"type": "null"}]
    return (
        kept | (choices[0] if len(choices) == 1 else {"anyOf": choices})
        if choices
        else kept
    )
