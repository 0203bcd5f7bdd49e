"""Why a signed document proves nothing, in one word, and in Polish for the desk."""

from enum import StrEnum


class Rejection(StrEnum):
    """Why a signed document proves nothing; the value is a stable word."""

    TOO_BIG = "too_big"
    NOT_XML = "not_xml"
    DTD = "dtd"
    ENCODING = "encoding"
    TOO_COMPLEX = "too_complex"
    COMMENT = "comment"
    DUPLICATE_ID = "duplicate_id"
    NAMESPACE = "namespace"
    NO_SIGNATURE = "no_signature"
    SEVERAL_SIGNATURES = "several_signatures"
    MISPLACED = "misplaced"
    SHAPE = "shape"
    COVERAGE = "coverage"
    UNSUPPORTED_TRANSFORM = "unsupported_transform"
    ALGORITHM = "algorithm"
    CERTIFICATE = "certificate"
    NOT_ADMITTED = "not_admitted"
    KEY = "key"
    KEY_VALUE = "key_value"
    DIGEST = "digest"
    SIGNATURE = "signature"
    PROPERTIES = "properties"
    CERTIFICATE_TIME = "certificate_time"
    OTHER_DOCUMENT = "other_document"

    @property
    def polish(self) -> str:
        """Say it in Polish, for the person who reads the outcome."""
        return _POLISH[self]


_POLISH = {
    Rejection.TOO_BIG: "dokument jest za duży",
    Rejection.NOT_XML: "to nie jest poprawny dokument XML",
    Rejection.DTD: "dokument zawiera niedozwoloną definicję typu (DTD) lub encje",
    Rejection.ENCODING: "dokument nie jest zapisany w UTF-8",
    Rejection.TOO_COMPLEX: "budowa dokumentu jest zbyt złożona",
    Rejection.COMMENT: "dokument zawiera komentarze lub instrukcje przetwarzania",
    Rejection.DUPLICATE_ID: "ten sam identyfikator występuje w dokumencie dwa razy",
    Rejection.NAMESPACE: "przestrzeń nazw dokumentu ma niedozwolony adres",
    Rejection.NO_SIGNATURE: "dokument nie ma podpisu",
    Rejection.SEVERAL_SIGNATURES: "dokument ma więcej niż jeden podpis",
    Rejection.MISPLACED: "podpis stoi w niewłaściwym miejscu dokumentu",
    Rejection.SHAPE: "budowa podpisu jest inna niż uzgodniona",
    Rejection.COVERAGE: "podpis nie obejmuje całego dokumentu",
    Rejection.UNSUPPORTED_TRANSFORM: "podpis używa nieobsługiwanego przekształcenia",
    Rejection.ALGORITHM: "podpis używa niedozwolonego algorytmu",
    Rejection.CERTIFICATE: "certyfikat w podpisie jest nieczytelny",
    Rejection.NOT_ADMITTED: "dokument podpisał ktoś inny niż uzgodniony podmiot",
    Rejection.KEY: "klucz podpisującego jest za słaby albo nieznanego rodzaju",
    Rejection.KEY_VALUE: "podpis podaje inny klucz niż jego certyfikat",
    Rejection.DIGEST: "treść dokumentu zmieniono po podpisaniu",
    Rejection.SIGNATURE: "podpis jest nieprawdziwy",
    Rejection.PROPERTIES: "właściwości podpisu (certyfikat, czas) są niepoprawne",
    Rejection.CERTIFICATE_TIME: "certyfikat nie był ważny w chwili podpisu",
    Rejection.OTHER_DOCUMENT: "podpisano inny dokument niż przygotowany",
}
