"""jst crpo batch: many questions from one sheet, their answers in another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accountability.checks import check_reason
from accountability.model import Role
from crpo.batch import RESUMED, Batch
from crpo.batch_sheet import read_sheet
from documents.table import MAX_BYTES, Rows, new_table
from jst.acting import acting
from jst.cli.answer import note_contract
from jst.cli.bar import Bar
from jst.cli.batch_rows import HEADER, rows_of
from jst.cli.batch_summary import Summary, print_summary
from jst.cli.crpo_lookup import contract_json, tell_recovered
from jst.cli.language import say
from jst.cli.output import not_written, print_json, read_file
from jst.cli.words import WrongMix
from jst.errors import ReasonInvalid
from jst.office import open_office
from jst.settings import load_settings
from vocabulary.clock import warsaw_day


def do_batch(
    sheet: Path,
    out: Path,
    *,
    retry_unknown: bool,
    anew: bool,
    kept_ok: bool,
    reveal: str,
    as_json: bool,
) -> int:
    """Ask all that the sheet asks, and write the result when all is done."""
    if anew and retry_unknown:
        raise WrongMix(
            "--anew albo --retry-unknown, nie oba naraz",
            "--anew or --retry-unknown, not both",
        )
    settings = load_settings()
    person = acting(settings)
    if reveal and (wrong := tuple(check_reason(reveal, needed=True, case=""))):
        raise ReasonInvalid("--reveal takes a reason", wrong)
    lines = read_sheet(read_file(sheet, MAX_BYTES))
    with _place_for(out) as add, open_office(settings) as office:
        tell_recovered(office)
        batch = Batch.of(
            lines,
            actor=person.actor(Role.CLERK),
            register=office.register(),
            trail=office.trail,
            anew=anew,
        )
        summary = Summary(batch=batch.id, kept_ok=kept_ok)
        with Bar(say("zapytano", "asked")) as told:
            run = batch.run(
                retry_unknown=retry_unknown, reason=reveal or RESUMED, told=told
            )
            for done in run:
                if reveal and done.answer is not None and not done.kept:
                    batch.disclose(done, reveal)
                for row in rows_of(done, reveal=bool(reveal)):
                    add(row)
                summary.add(done)
        today = warsaw_day(office.trail.clock())
    if as_json:
        spoken = contract_json(office, settings)
        print_json(summary.json(today) | {"out": str(out)} | spoken)
    else:
        print_summary(summary, out, today)
        note_contract(reference=settings.crpo.contract == "xades_xml")
    return summary.status(today)


@contextmanager
def _place_for(out: Path) -> Iterator[Rows]:
    """Open the result's draft; it appears whole, or not at all.

    Raises:
        OutputRefused: It exists, or cannot be made; nothing was asked.
    """
    try:
        with new_table(out, HEADER) as add:
            yield add
    except OSError as refused:
        if refused.filename is None:
            raise
        raise not_written(Path(refused.filename), refused) from None
