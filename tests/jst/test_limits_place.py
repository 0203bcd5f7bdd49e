"""For whom limits are counted: the machine, a folder, or one user and a warning."""

import grp
import os
from pathlib import Path

import pytest

from jst import limits_place as module
from jst.limits_place import CANDIDATES, WHY_NOT, Candidate, Scope, limits_place

ME = os.geteuid()


@pytest.fixture(name="var")
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home, and a folder that stands for /var/tmp."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    var = tmp_path / "var"
    var.mkdir()
    var.chmod(0o1777)
    return var


def made(var: Path) -> Candidate:
    """Give a place that we make; who runs the tests stands for root."""
    return Candidate(var / "limits", make=True, root=ME)


def test_a_folder_that_the_settings_name_is_taken_as_it_is(tmp_path: Path) -> None:
    """An administrator may link it to where he likes."""
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)

    place = limits_place(tmp_path / "link", candidates=())

    assert (real.resolve(), Scope.FOLDER) == (place.folder, place.scope)


def test_without_a_place_to_share_each_user_counts_alone(
    var: Path, tmp_path: Path
) -> None:
    """And is told why; nothing is refused for it."""
    missing = Candidate(var / "limits", make=False, root=ME)

    place = limits_place(None, candidates=[missing])

    assert (Scope.USER, "missing") == (place.scope, place.reason)
    assert tmp_path / "state" in place.folder.parents


def test_a_group_that_is_not_there_leaves_each_user_alone(var: Path) -> None:
    """A misspelt name must not open the folder to all."""
    place = limits_place(None, "no-such-group", candidates=[made(var)])

    assert (Scope.USER, "group") == (place.scope, place.reason)
    assert [] == list(var.iterdir())


def test_the_machine_is_the_scope_by_default(var: Path) -> None:
    """The register counts by address, which all users have in common."""
    place = limits_place(
        None, candidates=[Candidate(var / "a", make=False, root=ME), made(var)]
    )

    assert (var / "limits", Scope.MACHINE) == (place.folder, place.scope)


def test_one_group_shares_the_machines_folder(var: Path) -> None:
    """No other user fills or blocks it."""
    group = grp.getgrgid(os.getegid()).gr_name

    assert Scope.MACHINE is limits_place(None, group, candidates=[made(var)]).scope


def test_a_place_that_is_unfit_is_not_passed_over(var: Path) -> None:
    """Who finds another place counts apart from those who use this one."""
    (var / "a").mkdir(mode=0o755)
    unfit = Candidate(var / "a", make=False, root=ME)

    place = limits_place(None, candidates=[unfit, made(var)])

    assert (Scope.USER, "mode") == (place.scope, place.reason)


def test_a_look_makes_nothing(var: Path) -> None:
    """`jst settings check` only looks."""
    place = limits_place(None, make=False, candidates=[made(var)])

    assert (Scope.MACHINE, []) == (place.scope, list(var.iterdir()))


def test_a_parent_that_is_not_roots_is_refused(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever owns it owns the folder."""
    var.chmod(0o777)
    monkeypatch.setattr(module, "CANDIDATES", (made(var),))

    place = limits_place(None)

    assert (Scope.USER, "parent") == (place.scope, place.reason)


def test_each_reason_has_words() -> None:
    """A person reads the warning."""
    assert {"missing", "parent", "mode", "group", "rights"} == set(WHY_NOT)


def test_the_administrators_place_comes_first() -> None:
    """What root has made is what all users take."""
    assert [False, True] == [each.make for each in CANDIDATES]
