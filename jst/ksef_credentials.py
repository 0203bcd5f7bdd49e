"""[0] With what the office logs in to KSeF, in which context: `credentials.toml`.

    [[credential]]
    name = "gmina"                     # how commands name it
    context_type = "Nip"               # Nip, InternalId, NipVatUe, PeppolId
    context = "9990000008"
    key_file = "keys/seal.pem"         # or token_file, on_token, signed_elsewhere

One file, as it names contexts of units: mode 0600. Secrets are paths, never values.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jst.errors import (
    CredentialOfAnother,
    CredentialsExposed,
    CredentialsInvalid,
)
from jst.people import People
from jst.places import open_to_others
from jst.settings import Settings
from jst.settings_section import File
from jst.toml_file import read_toml
from ksef.access.context import ContextId
from vocabulary.finding import Finding, Severity

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Credential(BaseModel):
    """One way to log in to one context.

    Attributes:
        name: How commands name it.
        context_type: Kind of the context.
        context: Its number; shown by no `repr`.
        key_file: PEM or PKCS#12 file of a seal, a KSeF certificate or a person.
        certificate_file: Its certificate, if it is not with the key.
        passphrase_file: File with the key's passphrase.
        on_token: The key is on the token that `[token]` of jst.toml names.
        key_label: Label of that key, where it is another than `[token]` names.
        token_file: File with a KSeF token on one line, mode 0600.
        signed_elsewhere: Another program signs, under `certificate_file`.
        by_fingerprint: The certificate holds no number: it logs in by its fingerprint.
        person: Id of people.toml whose own certificate this is; None: the office's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Name
    context_type: Literal["Nip", "InternalId", "NipVatUe", "PeppolId"]
    context: str = Field(max_length=64, repr=False)
    key_file: File | None = None
    certificate_file: File | None = None
    passphrase_file: File | None = None
    on_token: bool = False
    key_label: str | None = Field(default=None, max_length=200)
    token_file: File | None = None
    signed_elsewhere: bool = False
    by_fingerprint: bool = False
    person: str | None = None

    @model_validator(mode="after")
    def _one_means(self) -> Self:
        given = (
            self.key_file is not None,
            self.token_file is not None,
            self.on_token,
            self.signed_elsewhere,
        )
        if given.count(True) != 1:
            raise ValueError("exactly one means")
        if self.signed_elsewhere and self.certificate_file is None:
            raise ValueError("who signs elsewhere is known by certificate_file")
        _ = self.context_id
        return self

    @property
    def context_id(self) -> ContextId:
        """The context, checked."""
        return ContextId.parse(self.context_type, self.context)


class _CredentialsToml(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    credential: tuple[Credential, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [each.name for each in self.credential]
        if len(names) != len(set(names)):
            raise ValueError("a name occurs twice")
        return self


def load_credentials(settings: Settings) -> tuple[Credential, ...]:
    """Read credentials.toml of JST_HOME.

    Raises:
        CredentialsInvalid: It is missing or wrong.
        CredentialsExposed: Others may read it.
    """
    path = settings.places.credentials
    found = read_toml(path, _CredentialsToml, refusal=CredentialsInvalid)
    if found is None:
        raise CredentialsInvalid(
            "no credentials.toml", polish="brak pliku credentials.toml w JST_HOME"
        )
    if open_to_others(path):
        raise CredentialsExposed(
            "credentials.toml is exposed",
            [
                Finding(
                    "credentials.exposed",
                    Severity.ERROR,
                    "Inni mogą czytać ten plik; ustaw prawa 0600.",
                    "credentials.toml",
                )
            ],
        )
    return found.credential


def credential_named(settings: Settings, name: str | None) -> Credential:
    """Give one credential by its name; without one, the first of the file.

    Raises:
        CredentialsInvalid: The file is unusable, or has none of this name.
    """
    listed = load_credentials(settings)
    if name is None:
        return listed[0]
    for each in listed:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in listed)
    raise CredentialsInvalid(
        f"no such credential; there are: {known}",
        polish=f"nie ma takiego poświadczenia; są: {known}",
    )


def require_own(credential: Credential, person_id: str, people: People) -> None:
    """Pass when the credential is the office's, or the person's own.

    Args:
        credential: What is to be used.
        person_id: Who acts, by the id of people.toml.
        people: Everybody of people.toml.

    Raises:
        CredentialsInvalid: It names nobody of people.toml.
        CredentialOfAnother: It is somebody else's own.
    """
    owner = credential.person
    if owner is None or owner == person_id:
        return
    if all(owner != each.id for each in people.persons):
        raise CredentialsInvalid(
            f"{credential.name}: person is nobody of people.toml",
            polish=f"{credential.name}: w people.toml nie ma osoby z pola person",
        )
    raise CredentialOfAnother(
        f"{credential.name} is another person's own",
        polish=f"{credential.name} to własne poświadczenie innej osoby; używa go"
        " tylko ona",
    )
