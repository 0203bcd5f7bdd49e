"""The exit status is an answer, and no error tells what it should not."""

import errno
import json
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from accountability.errors import (
    ActionDenied,
    OutcomeUnknown,
    RegisterRefused,
    TimedOut,
)
from jst.cli import language, wrapper
from jst.cli.bar import WORTH_TELLING, Bar
from jst.cli.error_words import hint_of, message_of
from jst.cli.texts import TEXTS
from jst.cli.wrapper import Exit
from tests.house import code
from tests.house.tree import ROOT
from tests.jst.conftest import Jst, change
from vocabulary.finding import Finding, Severity

CANARY = "44051401359"
RUN = "import sys; sys.argv[0] = 'jst'; from jst.cli import run; run()"


def _jst(*args: str, **keywords: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # tests pass what they need
        [sys.executable, "-c", RUN, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **keywords,
    )


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("ledger", "verify"), 0),
        (("ledger", "init"), 1),
        (("ledger", "verify", "--checkpoint", "people.toml"), 2),
        (("nonsense",), 64),
        ((), 64),
    ],
)
def test_a_shell_sees_the_documented_status(
    args: tuple[str, ...], status: int, home: Path
) -> None:
    """Scripts of an office branch on these."""
    named = [str(home / arg) if arg.endswith(".toml") else arg for arg in args]

    ran = _jst(*named)

    assert status == ran.returncode
    assert "Traceback" not in ran.stderr


def test_an_interrupt_is_130(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is neither a yes nor a no."""
    assert home.exists()

    def interrupted(args: object) -> int:
        del args
        raise KeyboardInterrupt

    monkeypatch.setattr(wrapper, "_run", interrupted)

    assert 130 == jst("ledger", "verify").status


def test_an_interrupt_is_told_in_json_too(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that reads the output must not find it empty."""
    assert home.exists()
    monkeypatch.setattr(wrapper, "_run", lambda _args: Exit.INTERRUPTED)

    ran = jst("ledger", "verify", "--json")

    assert (130, "jst.interrupted") == (ran.status, ran.json["error"])


@pytest.mark.parametrize(
    "streams", [">/dev/full", ">&-", "<&- >&-", ">/dev/full 2>&-", "--json >/dev/full"]
)
def test_a_result_that_nobody_gets_is_no_success(streams: str, home: Path) -> None:
    """A full disk under `> file` must not look like an answer that was kept."""
    assert home.exists()
    script = f'"$0" -c "{RUN}" settings example {streams}'

    ran = subprocess.run(
        ["sh", "-c", script, sys.executable],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    told = "standardowe wyjście nie przyjmuje danych" in ran.stderr
    assert (2, "2>&-" not in streams) == (ran.returncode, told)
    assert "Error" not in ran.stderr


def test_a_help_that_nobody_gets_is_no_success_in_ascii_either(home: Path) -> None:
    """Where the terminal has ASCII alone, typer writes bytes below the text."""
    assert home.exists()
    ascii_alone = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    ran = subprocess.run(
        ["sh", "-c", f'"$0" -c "{RUN}" --help >/dev/full', sys.executable],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | ascii_alone,
    )  # fmt: skip

    assert (2, True) == (ran.returncode, "[jst.output_lost]" in ran.stderr)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "na dysku zabrakło miejsca (OSError)"),
        (errno.EDQUOT, "na dysku zabrakło miejsca (OSError)"),
        (errno.EIO, "nieprzewidziany błąd programu (OSError)"),
        (errno.EBADF, "nieprzewidziany błąd programu (OSError)"),
    ],
)
def test_a_disk_that_fails_is_not_blamed_on_standard_output(
    code: int, said: str, home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of `write` or `fsync` names no file: the office's disk may be it."""
    assert home.exists()

    def failing(args: object) -> int:
        del args
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(wrapper, "_run", failing)

    ran = jst("ledger", "show", "--json")

    assert (2, "jst.unexpected", said) == (
        ran.status,
        ran.json["error"],
        ran.json["message"],
    )


def test_a_closed_standard_input_is_told(home: Path) -> None:
    """A service without a terminal starts commands so."""
    assert home.exists()
    script = f'"$0" -c "{RUN}" crpo lookup --case FK.3120.7.2026 <&-'

    ran = subprocess.run(
        ["sh", "-c", script, sys.executable],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 2 == ran.returncode
    assert "standardowe wejście jest zamknięte" in ran.stderr


def test_the_help_speaks_polish_and_english(
    jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clerk reads `Opcje`, and a developer abroad `Options`."""
    polish = jst("ledger", "show", "--help").out
    monkeypatch.setenv("JST_LANG", "en")
    english = jst("ledger", "show", "--help").out

    assert {"Składnia:", "Opcje:", "Argumenty:", "[domyślnie: 50"} == {
        word
        for word in ("Składnia:", "Opcje:", "Argumenty:", "[domyślnie: 50", "Usage:")
        if word in polish
    }
    assert "Usage:" in english


def test_what_is_only_a_note_is_not_to_be_corrected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A denial lists what to mend; notes stay in `--json`."""
    found = [
        Finding("a.wrong", Severity.ERROR, "Brak znaku sprawy."),
        Finding("a.note", Severity.INFO, "Sprawę zadeklarowano."),
    ]

    wrapper.tell(ActionDenied(found), as_json=False)

    said = capsys.readouterr().err
    assert ("a.wrong" in said, "a.note" in said) == (True, False)


def test_a_signed_refusal_tells_its_reason() -> None:
    """The office must know what to mend, in words and as a code."""
    told = wrapper.describe(RegisterRefused("quota_exceeded", "an-intent"))

    assert "quota_exceeded" == told["refusal"]
    assert "Przekroczono limit zapytań (quota_exceeded)" in told["message"]


def test_a_simulator_stops_on_an_interrupt(home: Path) -> None:
    """Typer turns Ctrl-C into an exit of its own; the status must stay ours."""
    assert home.exists()
    # A shell that runs the tests in the background has them ignore Ctrl-C.
    heeded = f"import signal; signal.signal(2, signal.default_int_handler); {RUN}"
    with subprocess.Popen(
        [sys.executable, "-c", heeded, "simulate", "crpo", "--port", "0", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        told = json.loads(running.stdout.readline())
        running.send_signal(signal.SIGINT)

    assert told["url"].startswith("https://127.0.0.1:")
    assert 130 == running.returncode


@pytest.mark.parametrize(
    "args",
    [
        ("crpo", "lookup", CANARY),
        ("crpo", "lookup", f"--{CANARY}"),
        ("crpo", CANARY),
        (CANARY,),
        ("ledger", "show", "--limit", CANARY),
        ("simulate", "crpo", "--fault", CANARY),
        ("crpo", "lookup", "--kind", CANARY, "--from", "-"),
        ("ledger", "proof", "--check", CANARY),
    ],
)
@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_usage_error_never_repeats_what_was_typed(
    args: tuple[str, ...], as_json: tuple[str, ...], home: Path, jst: Jst
) -> None:
    """
    A PESEL typed into the command line is bad enough without a log that keeps it.

    Holds: design, section 10.
    """
    assert home.exists()

    ran = jst(*args, *as_json)

    assert ran.status in {Exit.USAGE, Exit.NO}
    assert CANARY not in ran.out + ran.err


def test_an_unforeseen_error_shows_its_class_only(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message of somebody else's error may hold anything."""
    assert home.exists()

    def broken(args: object) -> int:
        del args
        raise RuntimeError(CANARY)

    monkeypatch.setattr(wrapper, "_run", broken)

    ran = jst("ledger", "verify")

    assert 2 == ran.status
    assert "RuntimeError" in ran.err
    assert "[jst.unexpected]" in ran.err
    assert CANARY not in ran.err
    assert "Traceback" not in ran.err


def test_an_error_in_json_has_the_documented_keys(home: Path, jst: Jst) -> None:
    """A program that embeds the command reads errors too."""
    change(home / "jst.toml", 'kind = "wójt"', 'kind = "x"')

    ran = jst("ledger", "show", "--json")

    assert "" == ran.err
    assert {"error", "message", "hint", "findings"} == set(ran.json)
    assert {"rule", "severity", "field", "message", "provision", "source"} == set(
        ran.json["findings"][0]
    )


def test_the_version_is_told(jst: Jst) -> None:
    """Whoever reports a defect is asked for it."""
    ran = jst("--version")

    assert (0, version("crpo-ksef")) == (ran.status, ran.out.strip())


def test_long_work_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """A million entries take seconds; a few take none, and say nothing."""
    short, long = (Bar("read", least=WORTH_TELLING) for _ in range(2))

    for done in range(0, 101, 5):
        short(done, 100)
        long(done * 1000, 100_000)

    assert 10 == len(capsys.readouterr().err.splitlines())


def test_a_terminal_is_shown_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that grows; the cursor goes to the next when it is full."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Bar("read") as bar:
        bar(15, 30)
        bar(30, 30)
    with Bar("stopped") as stopped:
        stopped(15, 30)
    half, full, open_ = capsys.readouterr().err.split("\r")[1:]

    assert (15, 15) == (half.count("█"), half.count("·"))
    assert (30, True) == (full.count("█"), full.endswith("30/30\n"))
    assert open_.endswith("15/30\n")


def test_no_arguments_print_the_help(jst: Jst) -> None:
    """A new user types `jst` and reads what there is."""
    ran = jst()

    assert 64 == ran.status
    assert "ledger" in ran.err


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`jst ... | head` must not print a traceback, nor say "no"."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "settings", "example"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()

    assert ("", 2) == (said, running.returncode)


def test_every_error_of_every_package_has_its_two_sentences() -> None:
    """An error without words is shown in the wrong language."""
    codes = {found.code for found in code.errors()}

    assert set() == codes - set(TEXTS)
    assert set() == set(TEXTS) - codes


def test_unknown_is_told_with_its_cause_and_its_question() -> None:
    """The clerk must know what to look up, and that silence is no answer."""
    unknown = OutcomeUnknown("01a1f8eb-0000-7000-8000-000000000000", "timed_out")
    unknown.__cause__ = TimedOut("no answer in time")

    told = wrapper.describe(unknown)

    assert "rejestr nie odpowiedział" in told["message"]
    assert unknown.intent_id == told["intentId"]
    assert Exit.CANNOT_TELL is wrapper.status_of(unknown)


def test_english_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Developers abroad read the same errors."""
    unknown = OutcomeUnknown("01a1f8eb-0000-7000-8000-000000000000", "timed_out")
    monkeypatch.setenv("JST_LANG", "en")

    assert "no outcome is known" in message_of(unknown)
    assert "no powers of attorney" in hint_of(unknown)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 wpisów"),
        (1, "1 wpis"),
        (2, "2 wpisy"),
        (5, "5 wpisów"),
        (12, "12 wpisów"),
        (22, "22 wpisy"),
        (101, "101 wpisów"),
        (114, "114 wpisów"),
    ],
)
def test_polish_counts_as_polish_does(
    count: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`5 wpisy` looks like a machine, and people trust it less."""
    monkeypatch.delenv("JST_LANG", raising=False)

    assert said == language.entries(count)


def test_the_help_loads_nothing_heavy() -> None:
    """
    `jst --help` is asked a hundred times a day.

    Holds: design, section 9.
    """
    script = (
        "import json, sys\n"
        "from jst.cli.wrapper import main\n"
        "status = main(['--help'])\n"
        "heavy = {'pydantic', 'rich', 'requests', 'lxml', 'cryptography', 'signxml'}\n"
        "print(json.dumps([status, sorted(heavy & set(sys.modules))]))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert [0, []] == json.loads(ran.stdout.splitlines()[-1])
