"""Write the pages that are made from the code: errors, rules, settings, commands.

    make generated

Nothing generated is edited: change the docstring, the hint or the help text instead.
tests/house/test_docs.py runs this with `--check`, which only names what differs.
"""

import inspect
import sys
from pathlib import Path

from pydantic.fields import FieldInfo

from certs.judging import Purpose, clauses_of
from jst.plan_schema import schema_text
from tests.certs import pkilint_table as table
from tests.house import code
from tests.house.law_page import law_page
from tests.house.tree import ROOT
from vocabulary.identifiers import Nip

_NOTE = "This page is made from the code by `make generated`; do not edit it.\n"
# Said by the command line about what is no error class of ours.
_NO_CLASS = """\
| `jst.usage` | | The command line was not understood. | Zobacz `--help`. |
| `jst.unexpected` | | Something we did not foresee. | Zgłoś nazwę błędu i wersję. |"""
_STATUSES = """\
| status | meaning |
| --- | --- |
| 0 | yes, done, answered (even with no power of attorney at all) |
| 1 | no, denied, refused, findings, disproved |
| 2 | could not tell, UNKNOWN, unexpected error |
| 64 | wrong usage |
| 130 | interrupted |
"""
_CLAUSES_INTRO = """\
# Clauses, and what pkilint says

For developers, and for whoever doubts a finding.
The standards themselves were not at hand when the clauses were written.
`compared` says with what: with pkilint, which cites the clause, or with nothing.
Ours weighs what a deviation means for using the seal.
pkilint weighs how the standard words it, so its word is often graver.
Its linters are those for RFC 5280 and for a legal person; none is for qualified seals.
`tests/certs/test_pkilint_agrees.py` holds both to this page."""


def _cell(text: str) -> str:
    """Make a text fit one cell of a table."""
    return " ".join(text.replace("|", "\\|").split())


def _first_line(found: type) -> str:
    return (inspect.getdoc(found) or "").partition("\n")[0]


def errors_page() -> str:
    """Tell of each error what has happened and what to do next."""
    rows = [
        f"| `{found.code}` | `{found.__name__}` | {_cell(_first_line(found))}"
        f" | {_cell(str(found.hint))} |"
        for found in code.errors()
    ]
    return "\n".join(
        [
            "# Errors\n",
            "For operators and developers.",
            "The code of an error is public and never reused.",
            _NOTE,
            "| code | class | what has happened | what to do next (po polsku) |",
            "| --- | --- | --- | --- |",
            *rows,
            *([_NO_CLASS] if code.commands() else []),
            "",
        ]
    )


def rules_page() -> str:
    """Tell of each rule what it says, where it stands, and when it holds."""
    provisions = [
        f"| `{rule.id}` | {_cell(rule.says)}"
        f" | [{rule.ref.provision}, {rule.ref.act}]({rule.ref.url})"
        f" | {'yes' if rule.ref.text_seen else 'no'}"
        f" | {rule.in_force_from} | {rule.in_force_until or 'none published'} |"
        for rule in code.rules()
        if not rule.id.startswith("ksef.")
    ]
    checks = [
        f"| `{rule}` | {_cell(sentence)} |"
        for rule, sentence in sorted(code.checks().items())
    ]
    return "\n".join(
        [
            "# Rules\n",
            "For officers, operators and developers.",
            "The id of a rule is public and never reused.",
            "`text seen` says whether we compared the rule with the act's own text.",
            "Those of KSeF have a page of their own: [The law on KSeF](law.md).",
            _NOTE,
            "## Provisions\n",
            "| id | what it says | where | text seen | from | until |",
            "| --- | --- | --- | --- | --- | --- |",
            *provisions,
            "\n## Checks\n",
            "| id | what the person reads |",
            "| --- | --- |",
            *checks,
            "",
        ]
    )


def settings_page() -> str:
    """Tell of each setting its default, unit and meaning."""
    sections = [
        "\n".join(
            [
                f"## {name}\n",
                "| name | default | unit | meaning |",
                "| --- | --- | --- | --- |",
                *(_setting(name, field) for name, field in fields.items()),
                "",
            ]
        )
        for name, fields in code.settings().items()
    ]
    return "\n".join(
        [
            "# Settings\n",
            "For operators.",
            "A secret is always the path of a file, never a value.",
            "Time-outs, size limits and TLS cannot be switched off.",
            _NOTE,
            *sections,
        ]
    )


def _setting(name: str, field: FieldInfo) -> str:
    extra = field.json_schema_extra
    unit = extra.get("unit", "") if isinstance(extra, dict) else ""
    if field.is_required():
        default = "required"
    else:
        default = "" if field.default is None else f"`{_cell(str(field.default))}`"
    return f"| `{name}` | {default} | {unit} | {_cell(field.description or '')} |"


def cli_page() -> str:
    """Copy the help text of each command, and list the exit statuses."""
    helps = [
        f"## `{words}`\n\n```text\n{code.help_text(words)}\n```\n"
        for words in code.commands()
    ]
    return "\n".join(
        [
            "# Commands\n",
            "For operators, clerks and officers.",
            "Every command has `--json`; its keys are English and stable.",
            "A batch exits with its worst line.",
            _NOTE,
            _STATUSES,
            *helps,
        ]
    )


def clauses_page() -> str:
    """List what is asked of a seal, and how pkilint's answers differ."""
    asked = {
        clause.id: clause
        for purpose in Purpose
        for office in (None, Nip.parse("1234563218"))
        for clause in clauses_of(purpose, office)
    }
    return "\n".join(
        [
            _CLAUSES_INTRO,
            _NOTE,
            "## What is asked\n",
            "| id | where | what the person reads | compared |",
            "| --- | --- | --- | --- |",
            *(
                f"| `{clause.id}` | {_cell(clause.clause)} | {_cell(clause.polish)}"
                f" | {'pkilint' if clause.id in table.SAME else 'no'} |"
                for clause in asked.values()
            ),
            "\n## What both find\n",
            "| ours | pkilint, one of |",
            "| --- | --- |",
            *(
                f"| `{ours}` | {' '.join(f'`{each}`' for each in sorted(theirs))} |"
                for ours, theirs in table.SAME.items()
            ),
            "\n## What only one finds\n",
            "| who | code | why |",
            "| --- | --- | --- |",
            *(f"| we | `{code}` | {why} |" for code, why in table.OURS_ONLY.items()),
            *(
                f"| pkilint | `{code}` | {why} |"
                for code, why in table.THEIRS_ONLY.items()
            ),
            "\n## Certificates on which one is silent\n",
            "| certificate | codes | why |",
            "| --- | --- | --- |",
            *(
                f"| {label} | {' '.join(f'`{each}`' for each in sorted(codes))}"
                f" | {why} |"
                for label, (codes, why) in table.HERE.items()
            ),
            "",
        ]
    )


def pages() -> dict[Path, str]:
    """Make every page whose source exists."""
    made = {
        ROOT / "docs" / "errors.md": errors_page(),
        ROOT / "docs" / "rules.md": rules_page(),
        ROOT / "docs" / "certificates-pkilint.md": clauses_page(),
        ROOT / "docs" / "law.md": law_page(),
        ROOT / "docs" / "permissions.schema.json": schema_text(),
    }
    if code.settings():
        made[ROOT / "docs" / "settings.md"] = settings_page()
    if code.commands():
        made[ROOT / "docs" / "cli.md"] = cli_page()
    return made


def stale() -> list[Path]:
    """Name the pages that differ from the code, or are not there."""
    return [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def main() -> None:
    """Write the pages that have changed, and name them; with --check only name them."""
    made = pages()
    if "--check" in sys.argv:
        sys.exit("\n".join(str(path.relative_to(ROOT)) for path in stale()) or None)
    for path in stale():
        path.write_text(made[path], "utf-8")
        print(f"written: {path.relative_to(ROOT)}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
