"""How long answers of the Czech register take, against expat without handlers.

    python benchmarks/crpdph_read.py

An answer about 100 payers with three accounts each (the size of the answer that the
target was set on), a list of 8,076 payers (the real one of 2019 had as many, that of
2026 had 4,340) and one of 30,000. Rounds are interleaved and medians of ratios taken:
CPU, and the peak of Python's own memory.
The peer's parser, zeep, took 57 and 26 times bare expat where the target was set.
"""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time_ns
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crpdph.messages import read_answer
from crpdph.schema import NAMESPACE, SOAP

ROUNDS = 11
CHUNK = 65_536


def wrapped(root: str, status: str, subjects: str) -> bytes:
    """Wrap subjects into an answer."""
    return (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Body>'
        f'<{root}Response xmlns="{NAMESPACE}"><status {status} statusCode="0"'
        f' statusText="OK" odpovedGenerovana="2026-11-20"/>{subjects}'
        f"</{root}Response></soapenv:Body></soapenv:Envelope>"
    ).encode()


def a_hundred() -> bytes:
    """Write an extended answer about 100 payers with three accounts each."""

    def account(payer: int, place: int) -> str:
        number = f'cislo="{payer * 7919 + place + 1000}" kodBanky="0800" predcisli="19"'
        kind = (
            f"<standardniUcet {number}/>"
            if place % 3
            else f'<nestandardniUcet cislo="CZ65080000001920001{payer:05}"/>'
        )
        return f'<ucet datumZverejneni="201{place}-0{payer % 9 + 1}-11">{kind}</ucet>'

    def payer(number: int) -> str:
        accounts = "".join(account(number, place) for place in range(3))
        return (
            f'<statusPlatceDPH dic="9{number:07}" nespolehlivyPlatce="NE"'
            f' cisloFu="13"><zverejneneUcty>{accounts}</zverejneneUcty>'
            f"<nazevSubjektu>BOGUS FIRMA {number:04} A.S.   </nazevSubjektu>"
            f"<adresa><uliceCislo>Zmyšlená 15/{number}</uliceCislo>"
            f"<castObce>{'NIKDE (PRAHA 99)':<48}</castObce><mesto>PRAHA 99</mesto>"
            "<psc>19999</psc><stat>Česká republika</stat></adresa></statusPlatceDPH>"
        )

    subjects = "".join(map(payer, range(100)))
    return wrapped("StatusNespolehlivyPlatceRozsireny", "", subjects)


def a_list(count: int) -> bytes:
    """Write a list of unreliable payers."""
    subjects = "".join(
        '<statusPlatceDPH cisloFu="451" datumZverejneniNespolehlivosti='
        f'"20{n % 14 + 10:02}-{n % 12 + 1:02}-02" dic="{90_000_000 + n}"'
        ' nespolehlivyPlatce="ANO"/>'
        for n in range(count)
    )
    return wrapped("SeznamNespolehlivyPlatce", 'bezVypisuUctu="ANO"', subjects)


def bare(raw: bytes) -> None:
    """Let expat read it, and do nothing."""
    parser = expat.ParserCreate()
    for start in range(0, len(raw), CHUNK):
        parser.Parse(raw[start : start + CHUNK], False)
    parser.Parse(b"", True)


def timed(way: Callable[[bytes], object], raw: bytes, calls: int) -> float:
    """Give the CPU of one call in ms, the best of so many."""
    best = float("inf")
    for _ in range(calls):
        start = process_time_ns()
        way(raw)
        best = min(best, (process_time_ns() - start) / 1e6)
    return best


def peak_growth_mb(count: int) -> float:
    """Read a list in a fresh process; say how far its memory grew, in MB."""
    script = (
        "import sys; sys.argv = ['x']; from benchmarks.crpdph_read import own_peak;"
        f" print(own_peak({count}))"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True
    )
    return float(done.stdout)


def own_peak(count: int) -> float:
    """Say how far Python's own memory grows while it reads a list, in MB."""
    raw = a_list(count)
    read_answer(a_list(10))
    tracemalloc.start()
    kept = read_answer(raw)
    assert count == len(kept.subjects)
    return tracemalloc.get_traced_memory()[1] / 1_048_576


def main() -> None:
    """Print a line for each size: milliseconds, the ratio, the memory."""
    for name, raw, calls in (
        ("answer of 100", a_hundred(), 40),
        ("list of 8,076", a_list(8_076), 5),
        ("list of 30,000", a_list(30_000), 2),
    ):
        pairs = [
            (timed(bare, raw, calls), timed(read_answer, raw, calls))
            for _ in range(ROUNDS)
        ]
        ratio = median(ours / floor for floor, ours in pairs)
        floor, ours = (median(each[n] for each in pairs) for n in (0, 1))
        print(
            f"{name:<16} {len(raw):>9} B  bare expat {floor:7.2f} ms"
            f"  ours {ours:7.2f} ms  ratio {ratio:4.2f}"
        )
    for count in (8_076, 30_000):
        print(f"list of {count:,}: peak memory grows by {peak_growth_mb(count):.1f} MB")


if __name__ == "__main__":
    main()
