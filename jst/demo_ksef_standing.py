"""What stands in the simulated KSeF of a story without a command of ours."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jst.simulators.ksef import KsefSimulator
    from jst.simulators.ksef_names import Ident


def give(
    ksef: "KsefSimulator",
    who: "Ident",
    scope: str,
    context: "Ident",
    author: "Ident",
    kind: str = "persons",
    granted_in: "Ident | None" = None,
    unit_name: str = "",
) -> None:
    """Let somebody have a permission in a context, without any of our commands."""
    from jst.simulators.ksef_permissions import Grant  # noqa: PLC0415 - an extra

    ksef.world.permissions.add(
        Grant(
            kind=kind,
            authorized=who,
            context=context,
            granted_in=granted_in or context,
            author=author,
            scope=scope,
            description="Bogus: spoza pliku",
            since=ksef.clock(),
            details={
                "subjectPersonDetails": {
                    "subjectDetailsType": "PersonByIdentifier",
                    "firstName": "Bogusia",
                    "lastName": "Zmyślona",
                },
                "subunitName": f"Jednostka Bogus {unit_name}",
            },
        )
    )
