"""The interface, pinned as a table: every element, attribute and value that we know.

Written from the WSDL as recorded in 2018/19, the attributes seen since, and the
official page of 2021; nothing is fetched at run time. What an answer has beyond it is
*drift*: told as a warning, and looked at by a person.
"""

from typing import Final, NamedTuple

from crpdph.model import Operation

NAMESPACE: Final = "http://adis.mfcr.cz/rozhraniCRPDPH/"
SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"

RESPONSE_ROOTS: Final = frozenset(each.response_root for each in Operation)

ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "status": frozenset(
        {"odpovedGenerovana", "statusCode", "statusText", "bezVypisuUctu"}
    ),
    "subject": frozenset(
        {
            "dic",
            "nespolehlivyPlatce",
            "datumZverejneniNespolehlivosti",
            "cisloFu",
            "typSubjektu",
        }
    ),
    "ucet": frozenset({"datumZverejneni", "datumZverejneniUkonceni"}),
    "standardniUcet": frozenset({"predcisli", "cislo", "kodBanky"}),
    "nestandardniUcet": frozenset({"cislo"}),
}

KINDS: Final = frozenset(
    {
        "PLATCE_DPH",
        "IDENTIFIKOVANA_OSOBA",
        "SKUPINA_DPH",
        "NESPOLEHLIVA_OSOBA",
        "NENALEZEN",
    }
)


class Drift(NamedTuple):
    """One thing that an answer has and the pinned table does not.

    Attributes:
        what: `element`, `attribute`, `value` or `subject`.
        name: Its name, or its place; never a value of a person's.
    """

    what: str
    name: str
