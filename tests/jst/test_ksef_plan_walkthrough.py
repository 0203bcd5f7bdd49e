"""The page of the plan, tried as a newcomer tries it: word for word, from zero."""

import re
from pathlib import Path
from typing import Final

from jst.demo import free_port
from tests.house.blocks import blocks, commands
from tests.house.tree import ROOT
from tests.jst.newcomer import section, shell, simulator, write_files

PAGE: Final = ROOT / "docs" / "ksef-plan.md"
_LIST: Final = re.compile(r"--apply (\S+)")


def _followed(lines: list[str], folder: Path) -> str:
    """Do what the page says, and require the exit status that it foretells.

    The number of the list is copied from what `offboard` printed, as a person does.
    """
    script = [
        f"{command.replace('LISTA', '$LISTA')} 2>&1 | tee -a said; "
        f'test "${{PIPESTATUS[0]}}" = {status} || {{ echo "not {status}"; exit 9; }}; '
        "LISTA=$(grep -o -- '--apply [^ ]*' said | tail -1 | cut -d' ' -f2) || true"
        if not command.startswith("export ")
        else command
        for command, _, status in (each.partition("  # ") for each in lines)
    ]
    return shell(script, folder, timeout_s=300)


def test_the_trial_of_the_plan_works_word_for_word(tmp_path: Path) -> None:
    """Plan, apply by another person, review, expiry, deputy, offboarding."""
    port = str(free_port())
    page = tmp_path / "page.md"
    text = section(PAGE, "Próba bez KSeF").replace("18443", port)
    page.write_text(text, "utf-8")
    [make], [serve], *rest = [
        commands(each) for each in blocks(page) if each.language == "console"
    ]
    shell([make], tmp_path)
    write_files(text, tmp_path)
    with simulator(serve, tmp_path):
        said = _followed([each for lines in rest for each in lines], tmp_path)

    assert 2 == said.count("KSeF pokazuje wszystko, co wykonano")
    assert "Prawnie niemożliwe" in said
    assert "Potwierdzone wiersze: 3; do odebrania: 0" in said
    assert 1 == said.count("odebrano: gmina | s.przykladowa | InvoiceRead")
    assert "Nic nie wygasło." in said
    assert "z.przykladowy zastępuje k.przykladowa" in said
    assert "Uprawnienia tej osoby (zostaną odebrane): 2" in said
    assert "popraw" not in said
