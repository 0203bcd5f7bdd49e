"""One place where whatever a third-party parser throws becomes an error of ours."""

from types import TracebackType

from certs.errors import CertsError


class Fence:
    """Turn every failure inside a `with` block into one given error.

    Parsers written in Rust and C raise more than they promise: TypeError for a
    password that is no UTF-8, KeyError for an unknown ASN.1 tag, and a Rust panic,
    which derives from BaseException. Errors of ours (those of the class `passing`),
    KeyboardInterrupt and SystemExit pass unchanged.
    """

    __slots__ = ("_passing", "_refusal", "_with_cause")

    def __init__(
        self,
        refusal: CertsError,
        *,
        with_cause: bool = True,
        passing: type[CertsError] = CertsError,
    ) -> None:
        self._refusal = refusal
        self._with_cause = with_cause
        self._passing = passing

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        odd: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None or issubclass(kind, self._passing):
            return
        if issubclass(kind, Exception) or kind.__name__ == "PanicException":
            raise self._refusal from (odd if self._with_cause else None)
