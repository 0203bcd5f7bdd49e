"""How much CPU a whole access letter takes: 10 seals, every file, folder and ZIP.

    python benchmarks/letter.py [SEALS]

Reading and checking office.toml and the certificates, PDF, DOCX, XML, attachments,
instruction, manifest and ZIP, on bogus data, in a process that has begun already; the
first round pays for loading the libraries. The yardstick is one PDF of one line.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crpo.letter.checks import check_office, letter_of
from crpo.letter.office_file import read_office_file
from crpo.letter.package import new_folder
from crpo.letter.render import request_files
from crpo.letter.seal_checks import Limits, check_seals
from crpo.letter.seals import read_seals
from documents.blocks import Paragraph, as_data
from documents.pdf import render_pdf
from tests.crpo.letter.bogus_office import TOML, a_list, seal
from vocabulary.clock import warsaw_day

ROUNDS = 7


def main(count: int) -> None:
    """Print seconds of CPU: the first round, and the median of the others."""
    head = TOML.partition("[[seal]]")[0].replace("seal_count = 2\n", "")
    parts = (f'[[seal]]\nname = "Seal {n}"\nfile = "{n}"\n' for n in range(count))
    data = (head + "".join(parts)).encode()
    files = [seal(n + 1).pem.encode() for n in range(count)]
    listed, limits = a_list(), Limits(max_seals=99, min_valid_days=30)
    now = datetime.now(UTC)

    def whole() -> None:
        office = read_office_file(data)
        read = read_seals(office, files)
        found = check_seals(office, read, listed, on=warsaw_day(now), limits=limits)
        letter = letter_of(office, read.in_order, (*check_office(office), *found))
        made = request_files(letter, letter_id="bogus", made_at=now)
        with (
            tempfile.TemporaryDirectory() as folder,
            new_folder(Path(folder) / "a", made, zip_name="z.zip", made_at=now),
        ):
            pass

    def one_line() -> None:
        told = {"blocks": as_data([Paragraph("x")]), "footer": ""}
        render_pdf("letter", told, title="x", language="pl", made_at=now)

    rounds = [(timed(whole), timed(one_line)) for _ in range(ROUNDS)]
    first, later = rounds[0][0], median(each[0] for each in rounds[1:])
    yardstick = median(each[1] for each in rounds[1:])
    print(f"{count} seals: first {first:.2f} s, then {later:.2f} s of CPU")
    print(f"one PDF of one line: {yardstick:.3f} s; ratio {later / yardstick:.1f}")


def timed(call: Callable[[], None]) -> float:
    """Give the seconds of CPU that one call takes, all threads together."""
    start = process_time()
    call()
    return process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
