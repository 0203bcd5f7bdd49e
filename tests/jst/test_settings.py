"""Settings: declared once, refused when wrong, never repeated in an error."""

import ssl
from pathlib import Path

import pytest

from accountability.transport import Fetcher
from jst.errors import SettingsInvalid
from jst.places import places_of
from jst.settings import Settings, load_settings
from tests.jst.conftest import Jst, change
from vocabulary.finding import Severity


def _rules(caught: pytest.ExceptionInfo[SettingsInvalid]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in caught.value.findings]


def test_each_home_has_keys_and_memory_of_its_own(tmp_path: Path) -> None:
    """Two offices on one host must not share a key by default."""
    first = places_of(tmp_path / "a", None, None, demo=False)
    second = places_of(tmp_path / "b", None, None, demo=False)

    assert 4 == len({first.keys, second.keys, first.memory, second.memory})
    assert not first.keys.is_relative_to(tmp_path)


def test_a_demonstration_reads_its_paths_from_the_home(home: Path) -> None:
    """`jst demo --keep` must work from any working directory."""
    settings = load_settings()

    assert home / "keys" / "seal.pem" == settings.crpo.seal_file
    assert (home / "keys", home / "memory") == (
        settings.places.keys,
        settings.places.memory,
    )


@pytest.mark.parametrize("name", ["JST_KEYS", "JST_MEMORY"])
def test_keys_and_memory_inside_the_home_are_refused(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A backup of the home would hold the keys, or hide its own restoring.

    Holds: design, section 4.
    """
    change(home / "jst.toml", "demo = true", "demo = false")
    monkeypatch.setenv("JST_KEYS", str(home.parent / "keys"))
    monkeypatch.setenv("JST_MEMORY", str(home.parent / "memory"))
    monkeypatch.setenv(name, str(home / "inside"))

    with pytest.raises(SettingsInvalid) as caught:
        load_settings()

    assert [("settings.places.inside_home", name)] == _rules(caught)


def test_a_key_folder_that_others_may_read_is_refused(home: Path) -> None:
    """A key that somebody could have copied is no key any more."""
    (home / "keys").chmod(0o750)

    with pytest.raises(SettingsInvalid) as caught:
        load_settings()

    assert [("settings.places.readable_by_others", "JST_KEYS")] == _rules(caught)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("read_timeout_s = 5", "read_timeout_s = 0", "file.greater_than_equal"),
        ("read_timeout_s = 5", "read_timeout_s = 301", "file.less_than_equal"),
        ("read_timeout_s = 5", "read_timeout_s = 'off'", "file.float_parsing"),
        ("https://", "http://", "file.string_pattern_mismatch"),
        ('kind = "wójt"', 'kind = "dyrektor"', "file.enum"),
        ('nip = "9990000008"', 'nip = "9990000009"', "file.value_error"),
        ('node = "demo"', 'node = "demo"\ncase_pattern = "("', "file.value_error"),
        ("read_timeout_s = 5", "tls = false", "file.extra_forbidden"),
        ("\ndemo = true", "\ndebug = true", "file.extra_forbidden"),
        (
            "read_timeout_s = 5",
            'proxy = "http://user:secret@proxy.example"',
            "file.string_pattern_mismatch",
        ),
    ],
)
def test_a_wrong_setting_is_refused(old: str, new: str, rule: str, home: Path) -> None:
    """Time limits, sizes and TLS have no "off", and a typo is no setting."""
    change(home / "jst.toml", old, new)

    with pytest.raises(SettingsInvalid) as caught:
        load_settings()

    assert [rule] == [finding.rule for finding in caught.value.findings]


def test_an_error_does_not_repeat_the_value(home: Path, jst: Jst) -> None:
    """A passphrase typed into the wrong place must not reach a screen or a log."""
    change(home / "jst.toml", 'kind = "wójt"', 'kind = "canary-secret"')

    ran = jst("settings", "check")

    assert 1 == ran.status
    assert "canary-secret" not in ran.out + ran.err
    assert "office.kind" in ran.err


def test_a_home_without_settings_can_make_a_log_and_ask_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`jst ledger init` comes first in the life of an office."""
    monkeypatch.setenv("JST_HOME", str(tmp_path))

    settings = load_settings()

    assert "main" == settings.node
    with pytest.raises(SettingsInvalid):
        _ = settings.office
    with pytest.raises(SettingsInvalid):
        _ = settings.crpo


def test_a_misspelt_variable_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`JST_KEY` instead of `JST_KEYS` would put keys where nobody expects them."""
    monkeypatch.setenv("JST_KEY", str(home))

    settings: Settings = load_settings()

    assert [("JST_KEY", Severity.WARNING)] == [
        (finding.field, finding.severity) for finding in settings.warnings
    ]


def test_a_settings_file_that_is_no_toml_is_refused(home: Path) -> None:
    """Half a file says nothing that can be relied on."""
    (home / "jst.toml").write_bytes(b"\xff\xfe demo")

    with pytest.raises(SettingsInvalid):
        load_settings()


def test_check_names_the_files_that_do_not_fit(home: Path, jst: Jst) -> None:
    """An operator finds everything at once, and not one error a day."""
    (home / "keys" / "seal.pem").chmod(0o644)
    (home / "simulator" / "register-seal.crt.pem").write_text("none")
    (home / "simulator" / "ca.crt.pem").unlink()

    ran = jst("settings", "check", "--json")

    found = {item["field"]: item["rule"] for item in ran.json["findings"]}
    assert 1 == ran.status
    assert "certs.key_refused" == found["crpo.seal_file"]
    assert "certs.certificate_unreadable" == found["crpo.register_seal"]
    assert "transport.authorities_unusable" == found["crpo.ca_bundle"]


def test_how_infrastructure_is_fetched_is_a_setting(home: Path) -> None:
    """A proxy, and the hosts inside the office; time limits have values, no "off"."""
    with (home / "jst.toml").open("a") as file:
        file.write(
            '[fetch]\nproxy = "http://proxy.example:3128"\nread_timeout_s = 2\n'
            'internal_hosts = ["127.0.0.1"]\n'
        )

    fetcher = load_settings().file.fetch.fetcher()

    assert (
        Fetcher(
            proxy="http://proxy.example:3128",
            read_timeout_s=2.0,
            internal_hosts=("127.0.0.1",),
        )
        == fetcher
    )


def test_a_missing_bundle_for_fetching_is_told(home: Path, jst: Jst) -> None:
    """Otherwise it shows when a list is needed."""
    with (home / "jst.toml").open("a") as file:
        file.write('[fetch]\nca_bundle = "none.pem"\n')

    ran = jst("settings", "check", "--json")

    found = {item["field"]: item["rule"] for item in ran.json["findings"]}
    assert "transport.authorities_unusable" == found["fetch.ca_bundle"]


def test_a_bundle_that_tls_cannot_use_is_told(home: Path, jst: Jst) -> None:
    """A certificate in DER is one, and no call could be made with it."""
    pem = (home / "simulator" / "ca.crt.pem").read_text()
    (home / "simulator" / "ca.crt.pem").write_bytes(ssl.PEM_cert_to_DER_cert(pem))

    ran = jst("settings", "check", "--json")

    found = {item["field"]: item["rule"] for item in ran.json["findings"]}
    assert "transport.authorities_unusable" == found["crpo.ca_bundle"]


def test_a_seal_key_inside_the_home_is_told(
    home: Path, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would travel with every backup of the home."""
    for name in ("JST_KEYS", "JST_MEMORY"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / name))
    change(home / "jst.toml", "\ndemo = true", "\ndemo = false")

    ran = jst("settings", "check", "--json")

    assert "settings.crpo.seal_inside_home" in [
        item["rule"] for item in ran.json["findings"]
    ]


def test_a_pin_inside_the_home_is_told(
    home: Path, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that holds the PIN needs only the token to seal anything."""
    for name in ("JST_KEYS", "JST_MEMORY"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / name))
    change(home / "jst.toml", "\ndemo = true", "\ndemo = false")
    change(home / "jst.toml", 'seal_file = "keys/seal.pem"\n', "")
    with (home / "jst.toml").open("a", encoding="utf-8") as file:
        file.write('\n[token]\nmodule = "no.so"\npin_file = "pin"\n')

    ran = jst("settings", "check", "--json")

    found = {item["rule"]: item["field"] for item in ran.json["findings"]}
    assert "token.pin_file" == found["settings.token.pin_inside_home"]
    assert "token" == found["certs.token_refused"]
    assert "settings.crpo.seal_inside_home" not in found


def test_a_list_of_people_that_others_may_write_is_told(home: Path, jst: Jst) -> None:
    """Whoever writes it acts as anybody."""
    (home / "people.toml").chmod(0o620)

    ran = jst("settings", "check", "--json")

    assert ("settings.file.writable_by_others", "people.toml") in [
        (item["rule"], item["field"]) for item in ran.json["findings"]
    ]


def test_check_of_a_sound_office_says_so(home: Path, jst: Jst) -> None:
    """What is shown is what is in force; the reference contract is always told."""
    ran = jst("settings", "check", "--json")

    assert 0 == ran.status
    assert str(home) == ran.json["settings"]["JST_HOME"]
    assert "5.0" == ran.json["settings"]["crpo.read_timeout_s"]
    assert ["settings.crpo.reference_contract"] == [
        item["rule"] for item in ran.json["findings"]
    ]


def test_check_of_an_empty_home_lists_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """A new office learns what to do first."""
    monkeypatch.setenv("JST_HOME", str(tmp_path / "nothing"))

    ran = jst("settings", "check")

    assert 1 == ran.status
    assert "jst ledger init" in ran.out
    assert "people.toml" in ran.out


def test_the_sample_is_read_once_its_gaps_are_filled(home: Path, jst: Jst) -> None:
    """A sample that does not load teaches the wrong names."""
    sample = jst("settings", "example").out
    filled = sample.replace('nip = "..."', 'nip = "9990000008"')
    (home / "jst.toml").write_text("demo = true\n" + filled, "utf-8")

    assert "xades_xml" == load_settings().crpo.contract
    assert (
        sample.strip() == jst("settings", "example", "--json").json["example"].strip()
    )
