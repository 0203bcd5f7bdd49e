"""A signed letter brought back: accepted, refused with the reason, or cannot tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from certs.now import Material
from certs.trusted_list import TrustedList
from crpo.letter.package import Package
from crpo.letter.signature_checks import MAX_BYTES, Attached, Verdict, judge_signed
from tests import bogus_pki
from tests.bogus_pki import BogusSeal
from tests.certs import forging, paths
from tests.certs.elsewhere import Manner, signed_elsewhere
from tests.crpo.letter.bogus_office import (
    a_list,
    a_person_with_broken_policies,
    a_seal_that_signs,
    person,
    sign,
    trusted_signature_seal,
)
from vocabulary.finding import Severity

LISTED = a_list()
HEAD = person()
Change = Callable[[etree._Element], object]


def ours(package: Package) -> etree._Element:
    """The letter that was prepared, parsed."""
    return etree.fromstring(package.general_letter)


def judged(
    data: bytes,
    package: Package,
    listed: TrustedList | None = LISTED,
    now: datetime | None = None,
    crls: tuple[bytes, ...] | None = None,
) -> Attached:
    """Judge it now, by the list; the bogus authority stands on it, and revoked none."""
    crls = (a_crl(),) if crls is None else crls
    material = Material(anchors=[bogus_pki.authority()] if listed else [], crls=crls)
    return judge_signed(
        data, package, listed, material=material, now=now or datetime.now(UTC)
    )


def a_crl(*entries: paths.Entry) -> bytes:
    """A revocation list of the bogus authority, made an hour ago."""
    now = datetime.now(UTC).replace(microsecond=0)
    return paths.crl(
        *entries,
        name=bogus_pki.ISSUER,
        by=bogus_pki.ec_key(0),
        made_at=now - timedelta(hours=1),
        until=now + timedelta(days=1),
    )


def reasons(found: Attached) -> list[str]:
    """The rules that refuse, in order."""
    return [
        each.rule.removeprefix("crpo.letter.")
        for each in found.findings
        if each.severity is Severity.ERROR
    ]


def rules(found: Attached) -> set[str]:
    """All rules."""
    return {each.rule.removeprefix("crpo.letter.") for each in found.findings}


def built_by_epuap(package: Package, change: Change | None = None) -> etree._Element:
    """The same letter as a form would build it: other blanks, one more field."""
    root = ours(package)
    forging.first(root, "NazwaDokumentu").text = "Pismo ogólne"
    title = forging.first(root, "Tytul")
    title.text = f"  {title.text}\n"
    if change:
        change(root)
    return root


def test_our_file_signed_by_the_head_is_accepted(package: Package) -> None:
    """Qualified by the list, of the named head, our very bytes."""
    found = judged(sign(ours(package), HEAD), package)

    assert Verdict.ACCEPTED is found.verdict
    assert {"content_ours"} == rules(found)
    assert found.signed_at is not None


@pytest.mark.parametrize(
    "manner",
    [Manner(), Manner(encoding="xml"), Manner(encoding="base64")],
    ids=["enveloped", "enveloping XML", "enveloping base64"],
)
def test_our_file_signed_in_another_program_is_accepted(
    package: Package, manner: Manner
) -> None:
    """Programs of providers differ in where they put the signature, and how."""
    time = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}0+00:00"
    document = etree.tostring(ours(package), method="c14n")

    data = signed_elsewhere(document, HEAD, replace(manner, time=time))

    assert Verdict.ACCEPTED is judged(data, package).verdict
    assert "content_ours" in rules(judged(data, package))


def test_a_pdf_inside_a_signature_cannot_be_told(
    package: Package, folder: Path
) -> None:
    """Only the pismo ogólne is compared; the PDF is not the letter that is sent."""
    time = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}0+00:00"
    manner = Manner(encoding="base64", time=time)
    pdf = (folder / "wniosek.pdf").read_bytes()

    found = judged(signed_elsewhere(pdf, HEAD, manner), package)

    assert Verdict.CANNOT_TELL is found.verdict


def test_a_letter_that_epuap_built_is_compared_field_by_field(
    package: Package,
) -> None:
    """The same sender, text and attachments, in another system's document."""
    found = judged(sign(built_by_epuap(package), HEAD), package)

    assert Verdict.ACCEPTED is found.verdict
    assert {"content_of_epuap"} == rules(found)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (forging.set_text("NIP", "7980332920"), "content_sender"),
        (forging.set_text("Informacja", "Co innego"), "content_text"),
        (forging.set_text("DaneZalacznika", "eA=="), "content_attachment"),
        (forging.remove("Zalacznik"), "content_attachment"),
        (forging.remove("TrescDokumentu"), "content_text"),
    ],
    ids=range(5),
)
def test_what_differs_from_the_prepared_letter_is_refused(
    package: Package, change: Change, rule: str
) -> None:
    """A signature over something else is no signature of the letter."""
    found = judged(sign(built_by_epuap(package, change), HEAD), package)

    assert Verdict.REFUSED is found.verdict
    assert rule in reasons(found)


def test_a_nip_that_is_spelt_otherwise_is_the_same(package: Package) -> None:
    """Forms leave hyphens in, and are filled in by the account of the office."""
    dashed = f"{package.nips[1][:3]}-{package.nips[1][3:]}"
    change = forging.set_text("NIP", dashed)

    found = judged(sign(built_by_epuap(package, change), HEAD), package)

    assert Verdict.ACCEPTED is found.verdict


def test_attachments_that_were_not_prepared_are_told(package: Package) -> None:
    """Perhaps another seal: a person has to look, so nothing is accepted for her."""
    held = (
        '<s:Zalacznik xmlns:s="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/">'
        "<s:DaneZalacznika>eA==</s:DaneZalacznika></s:Zalacznik>"
    )
    change = forging.append("Zalaczniki", held)

    found = judged(sign(built_by_epuap(package, change), HEAD), package)

    assert Verdict.CANNOT_TELL is found.verdict
    assert "content_more" in rules(found)


def test_a_title_that_was_pasted_with_the_text_is_no_other_text(
    package: Package,
) -> None:
    """The file to paste begins with the title, which the form has already."""
    root = ours(package)
    lines = root.findall(".//{*}Informacja")
    lines[0].text = f"{root.findtext('.//{*}Tytul')}\n\n{lines[0].text}"

    found = judged(sign(root, HEAD), package)

    assert Verdict.ACCEPTED is found.verdict
    assert "content_text_more" not in rules(found)


def test_another_document_is_refused(package: Package) -> None:
    """Also one that the head has signed."""
    found = judged(sign(etree.fromstring("<inny><a/></inny>"), HEAD), package)

    assert ["content_other"] == reasons(found)


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        (trusted_signature_seal(), "signed_by_trusted_signature"),
        (a_seal_that_signs(), "signed_by_seal"),
        (person("EWA", "ZASTĘPCZYNI"), "signed_by_another"),
        (person("ANNA", "PRÓBNY-ZMYŚLONY"), "signed_by_another"),
        (person("JAN", "ZMYŚLONY"), "signed_by_another"),
        (bogus_pki.ec_seal(), "signed_by_seal"),
    ],
    ids=["podpis zaufany", "seal", "deputy", "sister", "half a name", "no claims"],
)
def test_who_is_not_the_head_is_refused_with_the_reason(
    package: Package, by: BogusSeal, rule: str
) -> None:
    """Holds: podatki.gov.pl: a qualified signature of the head of the unit."""
    found = judged(sign(ours(package), by), package)

    assert Verdict.REFUSED is found.verdict
    assert rule in reasons(found)


def test_a_second_first_name_in_the_certificate_is_no_obstacle(
    package: Package,
) -> None:
    """Certificates give all names, letters mostly one."""
    found = judged(sign(ours(package), person("Jan Maria", "Próbny-Zmyślony")), package)

    assert Verdict.ACCEPTED is found.verdict


def test_a_person_inside_a_trusted_signature_is_recognised(package: Package) -> None:
    """A podpis zaufany names its person in an element PodpisZP, in any namespace."""
    root = ours(package)
    etree.SubElement(root, "{urn:bogus}PodpisZP")

    found = judged(sign(root, HEAD), package)

    assert "signed_by_trusted_signature" in reasons(found)


def test_a_signature_that_no_list_calls_qualified_is_refused(package: Package) -> None:
    """The same names, issued by somebody else."""
    alien = bogus_pki.certificate(
        bogus_pki.ec_key(8),
        subject=bogus_pki.name(("2.5.4.42", "Jan"), ("2.5.4.4", "Próbny-Zmyślony")),
    )
    by = BogusSeal(bogus_pki.ec_key(8), alien, alien)

    assert ["signer_not_qualified"] == reasons(judged(sign(ours(package), by), package))


def test_a_signature_that_was_not_revoked_is_accepted_without_a_warning(
    package: Package,
) -> None:
    """Once a list of the issuer says so, for the day of signing."""
    data = sign(ours(package), HEAD)

    found = judged(data, package, crls=(a_crl(),))

    assert (Verdict.ACCEPTED, {"content_ours"}) == (found.verdict, rules(found))


def test_without_an_answer_about_revocation_nothing_is_told(package: Package) -> None:
    """Nobody asked: a revoked signature would look the same."""
    found = judged(sign(ours(package), HEAD), package, crls=())

    assert Verdict.CANNOT_TELL is found.verdict
    assert {"content_ours", "revocation_not_checked"} == rules(found)


def test_a_revoked_signature_is_refused(package: Package) -> None:
    """Revoked before the day of signing ended."""
    data = sign(ours(package), HEAD)
    revoked = paths.Entry(
        at=datetime.now(UTC) - timedelta(days=2), serial=HEAD.certificate.serial
    )

    found = judged(data, package, crls=(a_crl(revoked),))

    assert Verdict.REFUSED is found.verdict
    assert ["certs.revocation.revoked"] == reasons(found)


def test_a_list_that_proves_nothing_leaves_it_untold(package: Package) -> None:
    """Somebody was asked, and nobody answered: that is no yes."""
    found = judged(sign(ours(package), HEAD), package, crls=(b"x",))

    assert Verdict.CANNOT_TELL is found.verdict
    assert "revocation_not_told" in rules(found)


def test_without_a_list_nothing_is_told(package: Package) -> None:
    """Which is not the same as yes."""
    found = judged(sign(ours(package), HEAD), package, listed=None)

    assert Verdict.CANNOT_TELL is found.verdict
    assert "signer_not_told" in rules(found)


def test_a_signer_whose_claims_cannot_be_read_is_refused(package: Package) -> None:
    """A broken list of policies says neither seal nor signature."""
    by = a_person_with_broken_policies()

    found = judged(sign(ours(package), by), package)

    assert Verdict.REFUSED is found.verdict
    assert "signer_not_qualified" in reasons(found)


def test_the_time_of_signing_must_fit(package: Package) -> None:
    """Neither in the future nor before there was a letter."""
    signed, now = sign(ours(package), HEAD), datetime.now(UTC)
    later = replace(package, prepared_at=now + timedelta(hours=1))

    assert ["signed_in_future"] == reasons(
        judged(signed, package, now=now - timedelta(hours=1))
    )
    assert ["signed_before"] == reasons(judged(signed, later))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (forging.set_text("Tytul", "inny"), "signature_false"),
        (forging.set_text("SignatureValue", "AAAA"), "signature_false"),
        (forging.double, "signature_not_read"),
        (forging.sink, "signature_not_read"),
    ],
    ids=["content", "value", "two", "deeper"],
)
def test_a_changed_document_is_never_accepted(
    package: Package, change: Change, rule: str
) -> None:
    """False is refused; a shape that is not read here cannot be told."""
    found = judged(forging.changed(sign(ours(package), HEAD), change), package)

    assert found.verdict in {Verdict.REFUSED, Verdict.CANNOT_TELL}
    assert rule in rules(found)


def test_an_unreadable_signature_still_refuses_a_wrong_signer(
    package: Package,
) -> None:
    """A reason to refuse needs no proof; a reason to accept does."""
    by = person("EWA", "ZASTĘPCZYNI")
    data = forging.changed(sign(ours(package), by), forging.sink)

    found = judged(data, package)

    assert Verdict.REFUSED is found.verdict
    assert ["signed_by_another"] == reasons(found)


def test_a_document_with_a_style_sheet_is_read_as_far_as_may_be(
    package: Package,
) -> None:
    """Put there after signing, it is under no digest."""
    data = b'<?xml-stylesheet href="a.xsl"?>' + sign(ours(package), HEAD)

    found = judged(data, package)

    assert Verdict.REFUSED is found.verdict
    assert {"signature_false", "content_of_epuap"} == rules(found)


def test_a_signed_document_with_its_style_sheet_is_judged_by_its_fields(
    package: Package,
) -> None:
    """Documents of ePUAP begin with one; it changes what people see, so it is told."""
    styled = Manner(before=b'<?xml-stylesheet href="a.xsl"?>')
    data = signed_elsewhere(etree.tostring(ours(package)), HEAD, styled)

    found = judged(data, package)

    assert (Verdict.ACCEPTED, {"content_of_epuap"}) == (found.verdict, rules(found))


@pytest.mark.parametrize("certificate", ["", "AAAA", "?"])
def test_a_broken_certificate_in_the_signature_ends_in_a_verdict(
    package: Package, certificate: str
) -> None:
    """Nothing inside an unverified signature is relied on."""
    change = forging.set_text("X509Certificate", certificate)

    found = judged(forging.changed(sign(ours(package), HEAD), change), package)

    assert Verdict.ACCEPTED is not found.verdict


def test_a_detached_signature_cannot_be_told(package: Package) -> None:
    """What it covers lies elsewhere; it is not compared here."""
    root = etree.fromstring(sign(ours(package), HEAD))
    alone = etree.tostring(forging.first(root, "Signature"))

    found = judged(alone, package)

    assert Verdict.CANNOT_TELL is found.verdict
    assert "content_not_read" in rules(found)


@pytest.mark.parametrize(
    ("data", "verdict", "rule"),
    [
        (b"%PDF-1.7 ...", Verdict.CANNOT_TELL, "container"),
        (b"PK\x03\x04...", Verdict.CANNOT_TELL, "container"),
        (b"0\x82\x01\x00", Verdict.CANNOT_TELL, "container"),
        (b"", Verdict.REFUSED, "not_signed"),
        (b"<a/>", Verdict.REFUSED, "not_signed"),
        (b"<!DOCTYPE a><a/>", Verdict.REFUSED, "not_signed"),
        (b"%PDF" + b"0" * MAX_BYTES, Verdict.REFUSED, "not_signed"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), Verdict.REFUSED, "not_signed"),
    ],
    ids=range(8),
)
def test_other_containers_cannot_be_told_and_the_rest_is_not_signed(
    package: Package, data: bytes, verdict: Verdict, rule: str
) -> None:
    """PAdES, ASiC and CAdES are named, not judged."""
    found = judged(data, package)

    assert (verdict, {rule}) == (found.verdict, rules(found))


def test_the_unsigned_file_itself_is_not_signed(package: Package, folder: Path) -> None:
    """The wrong file of two is sent back more often than a false one."""
    assert ["not_signed"] == reasons(judged(package.general_letter, package))
    assert ["not_signed"] == reasons(
        judged((folder / "wniosek.pdf").read_bytes(), package)
    )


@settings(max_examples=150, deadline=None)
@example(at=28, by=b"!!'", whole=b"")  # a relative name-space URI
@given(at=st.integers(0, 5000), by=st.binary(max_size=8), whole=st.binary(max_size=64))
def test_any_bytes_end_in_a_verdict(
    package: Package, at: int, by: bytes, whole: bytes
) -> None:
    """And none of them is accepted: the signature covers every letter."""
    good = _SIGNED.setdefault("good", sign(ours(package), HEAD))
    at %= len(good)
    changed = good[:at] + by + good[at + len(by) :]

    assert judged(whole, package).verdict in {Verdict.REFUSED, Verdict.CANNOT_TELL}
    found = judged(changed, package)
    if Verdict.ACCEPTED is found.verdict:
        assert _canonical(good) == _canonical(changed)


_SIGNED: dict[str, bytes] = {}


def _canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n", with_comments=False)
