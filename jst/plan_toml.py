"""[0] The shape of `permissions.toml` (docs/ksef-plan.md); its schema: plan_schema."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jst.plan_people import Ref
from jst.toml_types import WHOLE, Day, Flag, Shown
from ksef.model import Body
from ksef.plan.desired import SealMeans, Unknown

Text = Annotated[Shown, Field(max_length=256)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, populate_by_name=True
    )


class _Timed(_Entry):
    valid_from: Day = Field(alias="from", description="Pierwszy dzień.")
    valid_until: Day | None = Field(
        default=None, alias="until", description="Pierwszy dzień, w którym już nie."
    )


class OfficeEntry(_Entry):
    """The office."""

    ref: Ref
    kind: Body = Body.JST
    name: Text
    nip: str = Field(max_length=20, repr=False)
    credential: Text | None = None


class UnitEntry(_Entry):
    """A unit of the office."""

    ref: Ref
    kind: Body
    name: Text
    nip: str | None = Field(default=None, max_length=20, repr=False)
    internal_id: str | None = Field(default=None, max_length=24, repr=False)
    credential: Text | None = None

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if self.nip is not None and self.internal_id is not None:
            raise PydanticCustomError("two_numbers", "a NIP or an internal id")
        return self


class GrantEntry(_Timed):
    """Who may do what, where, until when, and why."""

    id: Ref
    who: Ref
    where: Ref | Annotated[tuple[Ref, ...], Field(min_length=1)]
    bundle: Ref | None = None
    permissions: Words | None = None
    representative: Flag = False
    client: Ref | Literal["*"] | None = None
    can_delegate: Flag = False
    reason: Text
    basis: Text = Field(description="Numer zarządzenia albo upoważnienia.")

    @model_validator(mode="after")
    def _one_way_to_say_what(self) -> Self:
        told = (self.bundle is not None, self.permissions is not None)
        if (*told, self.representative).count(True) != 1:
            raise PydanticCustomError(
                "grant_of_nothing", "a bundle, permissions, or a representative"
            )
        return self


class DeputyEntry(_Entry):
    """Who stands in for whom, for a time."""

    id: Ref
    who: Ref
    stands_for: Ref = Field(alias="for")
    where: tuple[Ref, ...] = ()
    outlasts: Flag = False
    valid_from: Day = Field(alias="from")
    valid_until: Day = Field(alias="until")
    reason: Text
    basis: Text


class SealEntry(_Timed):
    """Who holds a seal or an entity certificate: the owner stands in no list."""

    where: Ref
    who: Ref
    means: SealMeans = SealMeans.SEAL
    serial: str = Field(default="", pattern=r"^[0-9A-Fa-f :]{0,64}$")


class PermissionsToml(_Entry):
    """The whole file."""

    version: Annotated[Literal[1], WHOLE]
    unknown: Unknown = Unknown.REPORT
    office: OfficeEntry
    unit: tuple[UnitEntry, ...] = ()
    bundle: dict[Ref, Words] = Field(default_factory=dict)
    grant: tuple[GrantEntry, ...] = ()
    deputy: tuple[DeputyEntry, ...] = ()
    seal: tuple[SealEntry, ...] = ()
