"""The vectors, made without our code, are what our code reads and writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from accountability.evidence import EvidenceStore
from accountability.privacy import KeyFolder, PeriodKey, salted_digest
from crpo.power import ForeignDocument
from tests.fakes import a_disclosure, an_unsealing
from tests.vectors.accountability import make
from vocabulary.identifiers import ForeignTaxId, Identifier, Nip, Pesel

HERE = Path(make.__file__).parent
KINDS: dict[str, type[Identifier]] = {
    each.kind: each for each in (Nip, Pesel, ForeignTaxId, ForeignDocument)
}


@pytest.fixture(name="vector")
def _vector() -> dict[str, Any]:
    """The period, its key and what they give."""
    vector: dict[str, Any] = json.loads((HERE / "period.json").read_text("utf-8"))
    return vector


@pytest.fixture(name="key")
def _key(vector: dict[str, Any]) -> PeriodKey:
    """The period's key."""
    return PeriodKey(vector["period"], bytes.fromhex(vector["key"]))


@pytest.mark.parametrize("place", range(4))
def test_indexes_and_seals_are_as_documented(
    vector: dict[str, Any], key: PeriodKey, place: int
) -> None:
    """Holds: docs/ledger-format.md, Identifiers."""
    subject = vector["subjects"][place]
    identifier = KINDS[subject["kind"]].parse(subject["value"])

    assert subject["index"] == key.blind_index(identifier)
    assert f"{subject['kind']}:{subject['value']}" == key.unseal_identifier(
        subject["sealed"],
        entry_id=vector["intent"],
        under=an_unsealing(vector["intent"]),
    )


def test_digests_are_as_documented(vector: dict[str, Any], key: PeriodKey) -> None:
    """Holds: docs/ledger-format.md, Digests."""
    salt = key.question_salt(vector["intent"])

    assert vector["request_digest"] == salted_digest(salt, vector["question"].encode())


def test_a_kept_answer_is_as_documented(vector: dict[str, Any], tmp_path: Path) -> None:
    """Holds: docs/ledger-format.md, Kept answer."""
    (tmp_path / "keys").mkdir(mode=0o700)
    path = tmp_path / f"keys/{vector['period']}.key"
    path.touch(mode=0o600)
    path.write_bytes(bytes.fromhex(vector["key"]))
    (tmp_path / f"{vector['intent']}.evidence").write_bytes(
        (HERE / "kept.evidence").read_bytes()
    )
    store = EvidenceStore(tmp_path, KeyFolder(tmp_path / "keys"))
    kept = store.open_kept(vector["intent"], under=a_disclosure(vector["intent"]))

    assert vector["question"] == kept.question.decode()
    assert vector["answer"] == kept.answer.decode()
    assert vector["answer_digest"] == kept.answer_digest


def test_the_vectors_are_what_their_script_makes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A vector that nobody can make again proves nothing."""
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()

    assert (HERE / "period.json").read_bytes() == (
        tmp_path / "period.json"
    ).read_bytes()
    assert (HERE / "kept.evidence").read_bytes() == (
        tmp_path / "kept.evidence"
    ).read_bytes()
