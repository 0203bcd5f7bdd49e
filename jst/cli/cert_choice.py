"""Which certificate of a file is meant: the leaf, or the number that a person gives."""

from typing import TYPE_CHECKING, Annotated

import typer

from jst.cli.cert_json import shown
from jst.cli.language import say
from jst.cli.output import print_note

if TYPE_CHECKING:
    from certs.load import CertificateBundle
    from certs.model import SealCertificate

Number = Annotated[
    int | None,
    typer.Option(
        "--number",
        min=1,
        help=say(
            "Który certyfikat z pliku, licząc od 1.",
            "Which certificate of the file, from 1.",
        ),
    ),
]


def chosen(
    bundle: "CertificateBundle", number: int | None, *, as_json: bool
) -> "SealCertificate":
    """Give the certificate of a number, else the leaf; list them when there are two.

    Raises:
        InputInvalid: There is no certificate of that number.
        CertificateUnreadable: Several could be meant, or none.
    """
    from certs.errors import CertificateUnreadable  # noqa: PLC0415 - keeps --help quick
    from jst.errors import InputInvalid  # noqa: PLC0415 - as above

    if number is not None:
        if number > len(bundle.certificates):
            raise InputInvalid(
                f"the file holds {len(bundle.certificates)} certificates",
                polish=f"liczba certyfikatów w pliku: {len(bundle.certificates)}",
            )
        return bundle.certificates[number - 1]
    try:
        return bundle.leaf
    except CertificateUnreadable as several:
        if not as_json:
            for each in several.numbers:
                subject = bundle.certificates[each - 1].subject.windows
                print_note(f"--number {each}: {shown(subject)}")
        raise
