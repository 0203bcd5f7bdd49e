"""What is kept is there whole or not at all, wherever it lies."""

from pathlib import Path

import pytest

from accountability.durable import write_private


@pytest.mark.parametrize("path", ["kept", "./kept", "new/folder/kept"])
def test_a_path_is_one_from_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Its folder is made when it is the first file there; no draft is left."""
    monkeypatch.chdir(tmp_path)
    write_private(path, b"bogus")
    write_private(path, b"bogus, again")
    kept = tmp_path / path
    assert [b"bogus, again"] == [each.read_bytes() for each in kept.parent.iterdir()]
    assert 0o600 == kept.stat().st_mode & 0o777
