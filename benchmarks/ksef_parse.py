"""Reading 100 grants of KSeF, against bare `json.loads` of the same bytes.

    python -m benchmarks.ksef_parse

Both in turn within each round, so that a busy machine slows both; the ratio counts.
Identifiers stay raw and masked until asked for; the last line asks for all of them.
"""

import gc
import json
from collections.abc import Callable
from statistics import median
from time import process_time_ns

from ksef.access.messages_permissions import GrantsPage

GRANTS, CALLS, ROUNDS = 100, 20, 60


def a_page() -> bytes:
    """Make a page as KSeF sends it, in some 72 kB; nobody in it exists."""
    grant = {
        "id": "0c9a7ed5-1f2e-4b3c-9d8e-aabbccddeeff",
        "authorizedIdentifier": {"type": "Pesel", "value": "22271569167"},
        "contextIdentifier": {"type": "Nip", "value": "7762811692"},
        "targetIdentifier": None,
        "authorIdentifier": {"type": "Nip", "value": "7762811692"},
        "permissionScope": "InvoiceWrite",
        "description": "Wystawianie faktur w referacie podatkow i oplat urzedu gminy",
        "subjectPersonDetails": {
            "subjectDetailsType": "PersonByIdentifier",
            "firstName": "Anna",
            "lastName": "Zmyslona",
            "personIdentifier": {"type": "Pesel", "value": "22271569167"},
            "birthDate": None,
            "idDocument": None,
        },
        "subjectEntityDetails": None,
        "permissionState": "Active",
        "startDate": "2026-02-22T10:40:56.000+00:00",
        "canDelegate": False,
    }
    return json.dumps({"permissions": [grant] * GRANTS, "hasMore": False}).encode()


def cpu_us(work: Callable[[], object]) -> float:
    """Give the CPU time of one call, in microseconds, over several."""
    begun = process_time_ns()
    for _ in range(CALLS):
        work()
    return (process_time_ns() - begun) / CALLS / 1000


def asked(raw: bytes) -> None:
    """Read a page, and ask for every identifier."""
    for grant in GrantsPage.read(raw).items:
        assert grant.authorized_identifier is not None
        grant.authorized_identifier.parse()


def main() -> None:
    """Measure, and print the medians and their ratios."""
    raw = a_page()
    assert len(GrantsPage.read(raw).items) == GRANTS
    gc.disable()
    times: dict[str, list[float]] = {"json.loads": [], "read": [], "read and parse": []}
    for _ in range(ROUNDS):
        times["json.loads"].append(cpu_us(lambda: json.loads(raw)))
        times["read"].append(cpu_us(lambda: GrantsPage.read(raw)))
        times["read and parse"].append(cpu_us(lambda: asked(raw)))
    floor = median(times["json.loads"])
    print(f"{GRANTS} grants, {len(raw)} bytes, CPU time, medians of {ROUNDS} rounds")
    for name, each in times.items():
        print(f"  {name:<16}{median(each):8.0f} us  {median(each) / floor:5.2f}")


if __name__ == "__main__":
    main()
