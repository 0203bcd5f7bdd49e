"""The questions that can be asked of the regulation; one class a kind.

A fact that is None was not told. Fields whose meaning is not plain from their enum:

    context              the body in whose context the permission is used; untold, it is
                         the own one of who holds by law, or of the body of art. 106c
                         that names
    as_representative    the person is named as the representative of that body
    entity_named_by      who named the entity that names the person
    permissions_verified whether the permissions of the one who acts were verified
    certificate_has_id   a NIP or PESEL stands in the signature (a NIP in the seal)
    unique_data_given    the unique data of a signature without them were reported

docs/law-questions.md shows the JSON form of each.
"""

from dataclasses import dataclass
from typing import TypeAlias

from ksef.errors import QuestionInvalid
from ksef.model import (
    Body,
    Channel,
    Datum,
    Holder,
    InvoiceDatum,
    Matter,
    Means,
    Namer,
    Permission,
    Step,
    Subject,
    SystemPermission,
    Way,
    ZawFaPurpose,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MayHold:
    """May the holder have this permission in this context, named so (§ 2)?

    By `Way.ZAW_FA` it is taken that the filer could not authenticate and that nobody
    else holds by ZAW-FA: `ByZawFa` asks about that.
    """

    permission: Permission | SystemPermission
    holder: Holder
    context: Body | None = None
    named_by: Namer | None = None
    as_representative: bool | None = None
    entity_named_by: Namer | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MayGrant:
    """May this party grant, change or revoke it in the system (§ 3 ust. 1)?"""

    permission: Permission | SystemPermission
    step: Step = Step.GRANT
    granted_by: Namer
    holder: Holder
    context: Body | None = None
    as_representative: bool | None = None
    entity_named_by: Namer | None = None
    permissions_verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantData:
    """Which data must the grant carry, and are those given enough (§ 3 ust. 2-5)?

    Attributes:
        gives_identifier: A NIP or PESEL of the person is given (podanie).
        has_identifier: The person has a NIP or PESEL (posiadanie).
        has_signature: The person has a qualified signature; who has none gives no
            unique data of it.
        given: What the grant carries; None asks only for the list.
    """

    permission: Permission | SystemPermission
    holder: Holder
    context: Body | None = None
    named_by: Namer | None = None
    as_representative: bool | None = None
    gives_identifier: bool | None = None
    has_identifier: bool | None = None
    has_signature: bool | None = None
    certificate_has_id: bool | None = None
    given: frozenset[Datum] | None = None

    def __post_init__(self) -> None:
        if self.gives_identifier and self.has_identifier is False:
            raise QuestionInvalid("hasIdentifier", "contradicts givesIdentifier")
        if self.has_signature is False and self.certificate_has_id is not None:
            raise QuestionInvalid("hasSignature", "contradicts certificateHasId")


@dataclass(frozen=True, slots=True, kw_only=True)
class ByZawFa:
    """May this go by a ZAW-FA to the head of the tax office (§ 4, § 5 ust. 2)?

    Attributes:
        filer: The taxpayer or body for which it is filed.
        persons: How many natural persons would then hold a permission by ZAW-FA.
        can_authenticate: Whether the filer can authenticate as § 5 ust. 1 says.
    """

    filer: Body
    purpose: ZawFaPurpose = ZawFaPurpose.GRANT
    can_authenticate: bool | None = None
    persons: int | None = None
    certificate_has_id: bool | None = None
    channel: Channel | None = None

    def __post_init__(self) -> None:
        if self.persons is not None and self.persons < 1:
            raise QuestionInvalid("persons", "is a number from 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """How may this subject authenticate, and do these means do (§ 5)?

    Attributes:
        means: What is used; None asks only for the list.
        generated_after: For a token or a KSeF certificate: the means by which the
            subject had authenticated when it was generated.
    """

    who: Subject
    means: Means | None = None
    generated_after: Means | None = None
    certificate_has_id: bool | None = None
    unique_data_given: bool | None = None
    permissions_verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoice:
    """Do these data open an invoice without authentication (§ 6)?"""

    given: frozenset[InvoiceDatum]

    def __post_init__(self) -> None:
        for pair in ALBO:
            if pair <= self.given:
                raise QuestionInvalid("given", "holds a datum and its absence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulated:
    """Does the regulation regulate this (§ 1)?"""

    matter: Matter


ALBO = (
    frozenset({InvoiceDatum.BUYER_IDENTIFIER, InvoiceDatum.BUYER_HAS_NO_IDENTIFIER}),
    frozenset({InvoiceDatum.BUYER_NAME, InvoiceDatum.BUYER_HAS_NO_NAME}),
)

Question: TypeAlias = (
    MayHold | MayGrant | GrantData | ByZawFa | Authenticate | OpenInvoice | Regulated
)
