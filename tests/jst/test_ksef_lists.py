"""`jst ksef grants` and `tokens list`, narrowed to what somebody looks for."""

from pathlib import Path

from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import CASE, Jst
from tests.jst.ksef_world import zawfa

WHY = ("--case", CASE)


def test_lists_are_narrowed(ksef: KsefSimulator, jst: Jst, tmp_path: Path) -> None:
    """Who looks for one thing reads no more of people than it takes."""
    zawfa(ksef)
    jst("ksef", "login")
    made = ("--permission", "InvoiceRead", "--description", "Program dziedzinowy")
    jst("ksef", "tokens", "create", *made, "--out", str(tmp_path / "t"), *WHY)

    def tokens(*only: str) -> int:
        listed = jst("ksef", "tokens", "list", *only, *WHY, "--json")
        return len(listed.json["tokens"])

    def grants(*only: str) -> list[str]:
        listed = jst("ksef", "grants", *only, *WHY, "--json").json["grants"]
        return sorted({each["permission"] for each in listed})

    assert ksef.received
    assert (1, 0) == (tokens("--status", "Active"), tokens("--status", "Revoked"))
    assert (1, 0) == (
        tokens("--description", "dziedzin"),
        tokens("--description", "inny"),
    )
    assert ["CredentialsManage"] == grants("--permission", "CredentialsManage")
    assert [] == grants("--permission", "Introspection")
    assert [] == grants("--list", "own", "--permission", "Introspection")
    assert [] == grants("--list", "authorisations", "--permission", "SelfInvoicing")


def test_without_authorities_for_tls_ksef_is_not_asked(
    ksef: KsefSimulator, jst: Jst, ksef_home: Path
) -> None:
    """The file is named, and not a connection that nobody tried to make."""
    jst("ksef", "login")
    (ksef_home / "simulator-ksef" / "ca.crt.pem").unlink()
    received = len(ksef.received)

    ran = jst("ksef", "grants", *WHY, "--json")

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])
    assert received == len(ksef.received)


def test_a_list_that_ksef_does_not_narrow_says_so(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """An option that is silently ignored would show the whole list as the part."""
    ran = jst(
        "ksef", "grants", "--list", "entities", "--permission", "InvoiceRead", *WHY
    )

    assert ksef.url
    assert 64 == ran.status
    assert "--permission nie zawęża listy entities" in ran.err
