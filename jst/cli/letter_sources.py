"""What a person gives `jst letter` to judge certificates with: list, files, the net."""

from dataclasses import dataclass
from pathlib import Path

from certs.now import Material
from crpo.letter.seal_checks import AnyList
from jst.cli.cert_check import trusted_list_of
from jst.cli.cert_now import material_of
from jst.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What was typed; read when asked.

    Attributes:
        trusted_list: A file; None for the list that the office keeps.
        issuers: Certificates that may stand between.
        crls: Revocation lists.
        responses: OCSP responses.
        online: Whether the addresses in the certificates are asked.
    """

    trusted_list: Path | None
    issuers: list[Path] | None
    crls: list[Path] | None
    responses: list[Path] | None
    online: bool

    @property
    def asks(self) -> bool:
        """Whether anything was given to judge chain and revocation with."""
        return bool(self.issuers or self.crls or self.responses or self.online)

    def read(self, settings: Settings) -> tuple[AnyList, Material]:
        """Read the list and the files.

        Raises:
            InputInvalid: A file cannot be read, or is too big.
            CertificateUnreadable: A file of an issuer holds no certificate.
        """
        listed = trusted_list_of(settings, self.trusted_list)
        material = material_of(
            (),
            listed,
            issuers=self.issuers,
            crls=self.crls,
            responses=self.responses,
            online=self.online,
        )
        return listed, material
