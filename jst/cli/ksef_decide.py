"""jst ksef decide: one question, one of five answers, and what stands behind it."""

from datetime import date
from pathlib import Path
from typing import Any

from jst.cli.ksef_input import read_source
from jst.cli.ksef_words import in_words
from jst.cli.language import say
from jst.cli.output import print_json, print_line
from jst.cli.wrapper import Exit
from jst.settings import load_settings
from ksef.law.decide import decide
from ksef.law.decision import Answer, Decision, Difference
from ksef.law.read import json_name, read_question


def do_decide(file: Path, on: date | None, today: date, *, as_json: bool) -> Exit:
    """Read the question, answer it for `--on`, else the file's day, else today."""
    asked = read_question(read_source(file))
    followed = load_settings().file.ksef.followed
    decision = decide(asked.question, on=on or asked.on or today, followed=followed)
    if as_json:
        print_json(decision_json(decision))
    else:
        for line in lines(decision):
            print_line(line)
    return status_of(decision.answer)


def status_of(answer: Answer) -> Exit:
    """Say which exit status an answer has."""
    if answer is Answer.YES:
        return Exit.YES
    return Exit.CANNOT_TELL if answer is Answer.CANNOT_TELL else Exit.NO


def decision_json(decision: Decision) -> dict[str, Any]:
    """Describe a decision; the keys are stable."""
    return {
        "answer": decision.answer,
        "on": decision.on.isoformat(),
        "rules": list(decision.rules),
        "provisions": list(decision.provisions),
        "missing": [json_name(name) for name in decision.missing],
        "which": list(decision.which),
        "restsOnSecondary": decision.rests_on_secondary,
        "systemDiffers": [difference_json(each) for each in decision.system_differs],
        "readings": [
            {
                "id": each.id,
                "answer": each.answer,
                "followed": each.followed,
                "sources": list(each.sources),
                "rules": list(each.rules),
            }
            for each in decision.readings
        ],
        "considered": list(dict.fromkeys(each.id for each in decision.considered)),
    }


def difference_json(each: Difference) -> dict[str, Any]:
    """Describe what KSeF does otherwise."""
    return {
        "id": each.id,
        "says": each.polish,
        "english": each.english,
        "source": each.source,
    }


def lines(decision: Decision) -> list[str]:
    """Write a decision for a person."""
    written = [f"{decision.on}: {in_words(decision.answer)}"]
    if decision.which:
        listed = ", ".join(in_words(each) for each in decision.which)
        written.append(f"  {say('lista', 'list')}: {listed}")
    written += [
        f"  {say('brakuje', 'missing')}: {in_words(name)}" for name in decision.missing
    ]
    label = say("podstawa", "by")
    if not decision.decided_by:
        label = say("od tego zależy", "turns on")
    for rule in decision.decided_by or decision.turns_on:
        where = f"{rule.ref.provision}, {rule.ref.act} [{rule.id}]"
        written.append(f"  {label}: {where}")
        written.append(f"    {say(rule.says, rule.english)}")
    for reading in decision.readings:
        mark = say(", ten wybrano", ", followed") if reading.followed else ""
        written.append(
            f"  {say('odczytanie', 'reading')}: {in_words(reading.id)}:"
            f" {in_words(reading.answer)}{mark} ({'; '.join(reading.sources)})"
        )
    written += [
        f"  KSeF: {say(each.polish, each.english)}" for each in decision.system_differs
    ]
    if decision.rests_on_secondary:
        written.append(
            say(
                "  Uwaga: odpowiedź opiera się na źródle wtórnym.",
                "  Note: the answer rests on a secondary source.",
            )
        )
    return written
