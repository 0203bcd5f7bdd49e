"""The JSON Schema of permissions.toml says what the parser says, as far as it can."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from jst.plan_schema import ID, schema
from jst.plan_toml import PermissionsToml
from tests.house.tree import ROOT
from tests.jst.conftest import Jst

PUBLISHED = ROOT / "docs" / "permissions.schema.json"
EXAMPLES = re.findall(
    r"```toml\n(version = 1\n.*?)```",
    (ROOT / "docs" / "ksef-plan.md").read_text("utf-8"),
    re.DOTALL,
)


def validator() -> Draft202012Validator:
    """Make what an editor judges by."""
    return Draft202012Validator(schema(), format_checker=FormatChecker())


def as_json(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Read TOML as an editor hands it to a schema: dates are texts."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


@pytest.mark.parametrize("text", EXAMPLES, ids=["the example", "the trial"])
def test_what_the_page_shows_is_valid(text: str) -> None:
    """An editor marks nothing in it."""
    assert [] == [each.message for each in validator().iter_errors(as_json(text))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('["InvoiceRead"]\ncan', '["Root"]\ncan', id="no permission"),
        pytest.param(
            'wglad = ["InvoiceRead"]', 'wglad = ["Root"]', id="no permission in it"
        ),
        pytest.param("representative = true\n", "", id="nothing to give"),
        pytest.param(
            "representative = true", "representative = false", id="gives nothing"
        ),
        pytest.param(
            "representative = true",
            'representative = true\npermissions = ["InvoiceRead"]',
            id="two ways to say what",
        ),
        pytest.param('nip = "9990000008"', 'nip = "999000000"', id="nine digits"),
        pytest.param(
            'nip = "5265877635"',
            'nip = "5265877635"\ninternal_id = "9990000008-00012"',
            id="two numbers",
        ),
        pytest.param(
            'ref = "bursa"', 'ref = "bursa"\ninternal_id = "12"', id="no internal id"
        ),
        pytest.param('"local_budget_unit"', '"szkola"', id="no kind"),
        pytest.param(
            "until = 2027-01-01\nreason", 'until = "2027"\nreason', id="no day"
        ),
        pytest.param('ref = "sp1"', 'ref = "SP 1"', id="no reference"),
        pytest.param('name = "Bursa Szkolna"', 'name = "B"', id="a name too short"),
        pytest.param("version = 1", "version = 2", id="another version"),
        pytest.param('unknown = "report"', 'unknown = "ask"', id="no such choice"),
        pytest.param('basis = "umowa 5/2026"\n', "", id="no basis"),
        pytest.param("[office]", '[office]\nkolor = "x"', id="an unknown key"),
    ],
)
def test_what_the_parser_refuses_an_editor_marks(old: str, new: str) -> None:
    """Each of these was, or would be, refused by the plan."""
    assert old in EXAMPLES[0]
    wrong = as_json(EXAMPLES[0].replace(old, new, 1))

    assert list(validator().iter_errors(wrong))


@pytest.mark.parametrize("written", ["PL 999-000-00-08", "999 000 00 08", "9990000008"])
def test_a_nip_may_be_written_as_people_write_it(written: str) -> None:
    """The parser takes the hyphens and spaces out; the schema lets them pass."""
    text = EXAMPLES[0].replace("9990000008", written, 1)

    PermissionsToml.model_validate(tomllib.loads(text))
    assert [] == list(validator().iter_errors(as_json(text)))


def test_a_grant_of_nothing_is_refused_by_both() -> None:
    """The model is where the schema comes from."""
    text = EXAMPLES[0].replace("representative = true\n", "", 1)

    with pytest.raises(ValidationError):
        PermissionsToml.model_validate(tomllib.loads(text))


def test_the_published_schema_is_that_of_the_command(jst: Jst, tmp_path: Path) -> None:
    """It has a name of its own, and is Polish where people read it."""
    out = tmp_path / "schema.json"
    written = jst("ksef", "plan", "--schema", "--out", str(out))
    again = jst("ksef", "plan", "--schema", "--out", str(out))
    text = out.read_text("utf-8")

    assert (0, 1) == (written.status, again.status)
    assert PUBLISHED.read_text("utf-8") == text
    assert ID == json.loads(text)["$id"]
    assert "The office" not in text
    assert '"null"' not in text


@pytest.mark.parametrize(
    "words",
    [("--show", "/nonexistent"), ("--all",), ("--case", "FK.1"), ("--mandate", "7")],
)
def test_the_schema_is_asked_for_alone(jst: Jst, words: tuple[str, ...]) -> None:
    """What else was typed would be passed over in silence."""
    ran = jst("ksef", "plan", "--schema", *words)

    assert (64, "") == (ran.status, ran.out)
