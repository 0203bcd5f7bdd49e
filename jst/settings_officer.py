"""[0] What the officer sets: how long look-ups are kept, and what a report names."""

from typing import Annotated

from pydantic import AfterValidator, Field

from accountability.retention import (
    MAX_YEARS,
    MIN_YEARS,
    Retention,
    RetentionClass,
)
from jst.settings_section import Section, regular_expression


class RetentionClassSection(Section):
    """`[[retention.class]]`: cases whose look-ups are kept longer."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9]{0,30}$",
        description="Name of the class, part of the names of its periods.",
    )
    years: int = Field(
        ge=MIN_YEARS,
        le=MAX_YEARS,
        json_schema_extra={"unit": "years"},
        description="Retention, counted from the end of the month of the entry.",
    )
    cases: Annotated[str, AfterValidator(regular_expression)] = Field(
        max_length=500,
        description="Regular expression that a whole case number fits.",
    )


class RetentionSection(Section):
    """`[retention]`: how long look-ups stay readable; settings only raise it."""

    years: int = Field(
        default=MIN_YEARS,
        ge=MIN_YEARS,
        le=MAX_YEARS,
        json_schema_extra={"unit": "years"},
        description="Retention where no class fits (§ 20 ust. 4 KRI: two years).",
    )
    classes: tuple[RetentionClassSection, ...] = Field(
        default=(),
        alias="class",
        description="Classes that raise it, looked through in order.",
    )

    @property
    def value(self) -> Retention:
        """The retention, as an office carries it."""
        return Retention(
            self.years,
            tuple(
                RetentionClass(name=each.name, years=each.years, cases=each.cases)
                for each in self.classes
            ),
        )


class ReportSection(Section):
    """`[report]`: from where on the report `unusual` names something."""

    per_hour: int = Field(
        default=30,
        ge=1,
        description="Questions, or readings, of one person in one hour.",
    )
    per_day: int = Field(
        default=100,
        ge=1,
        description="Questions, or readings, of one person on one day.",
    )
    persons_per_subject: int = Field(
        default=2,
        ge=2,
        description="People of staff who asked about one person in one month.",
    )
    night_from: int = Field(
        default=20, ge=0, le=23, description="Hour at which the night begins, Warsaw."
    )
    night_until: int = Field(
        default=6, ge=0, le=23, description="Hour at which the night is over."
    )
