"""[0] The settings: each declared once, with its type, default, unit and one sentence.

Unknown keys are refused. Secrets are paths of files, never values. TLS, time limits and
size caps have no "off". docs/settings.md is this file as a table; a test compares them.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from accountability.model import Authority, AuthorityKind
from accountability.transport import Fetcher
from jst.settings_crpdph import CrpdphSection
from jst.settings_ksef import KsefSection
from jst.settings_ksef_access import KsefAccessSection
from jst.settings_letter import LetterSection
from jst.settings_officer import ReportSection, RetentionSection
from jst.settings_section import File, Section, regular_expression
from jst.settings_token import TokenSection
from jst.settings_trust import TrustSection
from jst.settings_wire import BYTES, SECONDS, WireSection
from vocabulary.identifiers import Nip

# Znak sprawy by the instrukcja kancelaryjna: cell.class.number.year[.initials].
CASE_PATTERN: Final = (
    r"[A-ZĄĆĘŁŃÓŚŹŻ0-9-]{1,15}(\.\d{1,6}){2,3}\.\d{4}(\.[A-ZĄĆĘŁŃÓŚŹŻ]{1,5})?"
)


def _nip(value: object) -> object:
    return Nip.parse(value) if isinstance(value, str) else value


class Environment(BaseSettings):
    """What comes from the environment."""

    model_config = SettingsConfigDict(
        env_prefix="JST_",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    home: Path | None = Field(
        default=None,
        description="Folder of the office: the log, kept answers, settings, people;"
        " by default the user's data folder.",
    )
    keys: Path | None = Field(
        default=None,
        description="Folder of the log's key and the period keys, mode 0700, outside"
        " JST_HOME; by default in the user's configuration folder.",
    )
    memory: Path | None = Field(
        default=None,
        description="Folder of the node's memory of the log, mode 0700, outside"
        " JST_HOME; by default in the user's state folder.",
    )
    lang: Literal["pl", "en"] = Field(
        default="pl", description="Language of what people read."
    )
    demo_person: str | None = Field(
        default=None,
        description="Id of the made-up person to act as; refused unless `demo` is true"
        " in jst.toml.",
    )


class OfficeSection(Section):
    """`[office]`: in whose name every action is done."""

    name: str = Field(
        min_length=3, max_length=200, description="Full name of the tax authority."
    )
    kind: AuthorityKind = Field(
        description="Which tax authority of art. 13 § 1 pkt 1 Ordynacji it is."
    )
    nip: Annotated[Nip, BeforeValidator(_nip)] = Field(
        description="NIP of the office, as the letter to the Head of KAS gives it."
    )
    node: str = Field(
        default="main",
        pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$",
        description="Name of this installation, as it appears in the log.",
    )
    case_pattern: Annotated[str, AfterValidator(regular_expression)] = Field(
        default=CASE_PATTERN,
        max_length=500,
        description="Regular expression that a whole case number (znak sprawy) fits.",
    )

    questions_per_day: int = Field(
        default=200,
        ge=1,
        le=10_000,
        description="How many questions one person may ask on one day, before a"
        " manager allows more.",
    )

    @property
    def authority(self) -> Authority:
        """The authority, as actions carry it."""
        return Authority(name=self.name, kind=self.kind, nip=self.nip)


class PeopleSection(Section):
    """`[people]`: how the command line knows who acts."""

    accounts_from: Literal["process", "sudo"] = Field(
        default="process",
        description="Whose account the person's is: `process`, the one that runs `jst`,"
        " or `sudo`, the one that started it through sudo for the service account.",
    )


class CrpoSection(WireSection):
    """`[crpo]`: how the register is reached, and with which contract and seal."""

    url: str = Field(
        pattern=r"^https://[^\s/]+(/\S*)?$",
        description="Address of the register; https only.",
    )
    contract: str = Field(
        default="xades_xml",
        pattern=r"^(xades_xml|[a-z_][\w.]*:[A-Za-z_]\w*)$",
        description="Wire contract: `xades_xml` (ours, not the Ministry's) or"
        " `module:attribute` of another one.",
    )
    register_seal: File = Field(
        description="PEM file with the seal certificates that may sign answers."
    )
    seal_file: File | None = Field(
        default=None,
        description="PEM or PKCS#12 file with the office's seal key, mode 0600; or else"
        " `[token]` says where it is.",
    )
    seal_certificate: File | None = Field(
        default=None,
        description="PEM file with the seal's certificate, if it is not with its key.",
    )
    seal_passphrase_file: File | None = Field(
        default=None,
        description="File with the passphrase of the seal key on one line, mode 0600.",
    )
    freshness_s: float = Field(
        default=300.0,
        ge=10,
        le=3600,
        json_schema_extra=SECONDS,
        description="How far an answer's instant may lie from ours, either way.",
    )
    signing_skew_s: float = Field(
        default=60.0,
        ge=0,
        le=300,
        json_schema_extra=SECONDS,
        description="How far before our clock the seal says it signed; clocks differ.",
    )
    max_answer_bytes: int = Field(
        default=1_048_576,
        ge=1024,
        le=16_777_216,
        json_schema_extra=BYTES,
        description="Size cap of an answer's body.",
    )

    @property
    def freshness(self) -> timedelta:
        """The freshness window as a duration."""
        return timedelta(seconds=self.freshness_s)

    @property
    def signing_skew(self) -> timedelta:
        """The skew of the signing time as a duration."""
        return timedelta(seconds=self.signing_skew_s)


class FetchSection(WireSection):
    """`[fetch]`: how revocation lists and answers and trusted lists are fetched."""

    internal_hosts: tuple[
        Annotated[str, Field(pattern=r"^[a-z0-9.:-]{1,253}$")], ...
    ] = Field(
        default=(),
        description="Hosts inside the office's network that may be asked; all others"
        " must have a public address, as certificates may name any host.",
    )

    def fetcher(self) -> Fetcher:
        """Make the fetcher that these settings describe; it asks nothing by itself."""
        return Fetcher(
            ca_bundle=self.ca_bundle,
            proxy=self.proxy,
            connect_timeout_s=self.connect_timeout_s,
            read_timeout_s=self.read_timeout_s,
            total_timeout_s=self.total_timeout_s,
            internal_hosts=self.internal_hosts,
        )


class JstToml(Section):
    """The file `jst.toml`."""

    demo: bool = Field(
        default=False,
        description="True only in a demonstration: keys and memory may lie inside"
        " JST_HOME.",
    )
    office: OfficeSection | None = Field(
        default=None, description="In whose name every action is done."
    )
    people: PeopleSection = Field(
        default=PeopleSection(),
        description="How the command line knows who acts.",
    )
    crpo: CrpoSection | None = Field(
        default=None, description="How CRPO is reached; without it nothing is asked."
    )
    fetch: FetchSection = Field(
        default=FetchSection(),
        description="How revocation lists and answers and trusted lists are fetched.",
    )
    trust: TrustSection = Field(
        default=TrustSection(),
        description="Whose signature on the Polish trusted list is believed.",
    )
    ksef: KsefSection = Field(
        default=KsefSection(),
        description="Which reading of the KSeF regulation decides.",
    )
    ksef_access: KsefAccessSection | None = Field(
        default=None,
        description="How KSeF is reached; without it the office logs in nowhere.",
    )
    token: TokenSection | None = Field(
        default=None, description="The token that holds the seal, instead of a file."
    )
    crpdph: CrpdphSection | None = Field(
        default=None,
        description="How the Czech register of VAT payers is reached; without it the"
        " office does not ask there.",
    )
    retention: RetentionSection = Field(
        default=RetentionSection(), description="How long look-ups stay readable."
    )
    report: ReportSection = Field(
        default=ReportSection(), description="What the officer is told of."
    )
    letter: LetterSection = Field(
        default=LetterSection(), description="What an access letter may hold."
    )
