"""Every way to log in, in both contexts of an office, against the simulated KSeF.

The seal of a service centre is appointed in the unit of the gmina: rights in a NIP do
not flow down to its units, and so a unit's context needs a grant of its own.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from accountability.model import Purpose
from certs.keys_file import load_key
from certs.keys_pkcs11 import open_key
from certs.load import load_leaf
from certs.xades import sign
from jst.simulators.softhsm import SoftHsm
from ksef.access import permissions, tokens
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.errors_login import LoginRefused
from ksef.access.login_elsewhere import Prepared, prepare, submit
from ksef.access.open_session import Session
from ksef.access.requests import GrantInSubunit, GrantToPerson
from ksef.access.session import log_in
from ksef.access.token_login import log_in_with_token
from tests.ksef.flows.conftest import GMINA, SCHOOL, UNIT, Gmina
from tests.softhsm import require_softhsm

CONTEXTS = [
    pytest.param(ContextId.of(GMINA), id="Nip"),
    pytest.param(ContextId.of(UNIT), id="InternalId"),
]
NAME = PersonName(first_name="Bogusia", last_name="Zmyślona")
Means = Callable[[Gmina, ContextId, Path], Session]


def admit(gmina: Gmina) -> None:
    """Let the service centre work in the gmina, and administer its unit."""
    acting = gmina.acting(gmina.log_in())
    permissions.grant(
        GrantToPerson(
            subject=SCHOOL,
            permissions=("CredentialsManage",),
            description="Centrum usług",
            details=NAME,
        ),
        **acting,
    )
    permissions.grant(
        GrantInSubunit(
            subject=SCHOOL,
            unit=UNIT,
            unit_name="Przedszkole nr 1",
            description="Centrum usług",
            details=NAME,
        ),
        **acting,
    )


def by_rsa(gmina: Gmina, context: ContextId, folder: Path) -> Session:
    """Log in with an RSA seal in a file."""
    del folder
    key = load_key(gmina.ksef.issue_seal("centre", nip=SCHOOL, kind="RSA-2048"))
    return log_in(gmina.client, context=context, key=key, certificate=key.certificate)


def by_p256(gmina: Gmina, context: ContextId, folder: Path) -> Session:
    """Log in with a P-256 seal in a file."""
    del folder
    key = load_key(gmina.ksef.issue_seal("centre", nip=SCHOOL))
    return log_in(gmina.client, context=context, key=key, certificate=key.certificate)


def by_token_of_keys(gmina: Gmina, context: ContextId, folder: Path) -> Session:
    """Log in with a seal whose key never leaves a PKCS#11 token."""
    require_softhsm()
    with SoftHsm.create(folder / "hsm") as hsm:
        public = hsm.generate("seal", "P-256")
        hsm.store("seal", gmina.ksef.certify_seal(public, "centre", nip=SCHOOL))
        with open_key(hsm.place, label="seal", pin=hsm.read_pin) as key:
            return log_in(
                gmina.client, context=context, key=key, certificate=key.certificate
            )


def elsewhere(gmina: Gmina, context: ContextId, folder: Path) -> Session:
    """Log in with a document that another program has signed."""
    seal = load_key(gmina.ksef.issue_seal("centre", nip=SCHOOL, kind="RSA-2048"))
    made = prepare(gmina.client, context=context, certificate=seal.certificate)
    made.save(folder / "prepared.json")
    signed = sign(
        etree.fromstring(made.document), key=seal, certificate=seal.certificate
    )
    return submit(gmina.client, signed, Prepared.load(folder / "prepared.json"))


def by_ksef_token(gmina: Gmina, context: ContextId, folder: Path) -> Session:
    """Log in with a KSeF token that a session of the same context has made."""
    maker = by_p256(gmina, context, folder)
    acting = gmina.acting(maker, purpose=Purpose.CREDENTIALS)
    made = tokens.create(("CredentialsManage",), "Przegląd", **acting).answer
    return log_in_with_token(gmina.client, context=context, token=made.value)


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(
    "means",
    [by_rsa, by_p256, by_token_of_keys, elsewhere, by_ksef_token],
    ids=["RSA", "P-256", "PKCS11", "elsewhere", "token"],
)
def test_every_means_opens_both_contexts(
    gmina: Gmina, tmp_path: Path, means: Means, context: ContextId
) -> None:
    """What no Python client does: a seal, anywhere it lies, in a unit's context."""
    admit(gmina)
    session = means(gmina, context, tmp_path)

    assert context == session.context
    assert context == session.whoami().context
    assert "CredentialsManage" in session.whoami().rights


def test_rights_in_a_nip_do_not_flow_down(gmina: Gmina) -> None:
    """The gmina's own seal is nobody in its unit until it appoints somebody (415)."""
    with pytest.raises(LoginRefused) as refused:
        gmina.log_in(ContextId.of(UNIT))

    assert 415 == refused.value.number
    assert "jednostk" in refused.value.hint


def test_a_prepared_document_is_kept_whole(gmina: Gmina, tmp_path: Path) -> None:
    """The file that goes to the other program is the one that must come back."""
    seal = load_key(gmina.seal)
    made = prepare(
        gmina.client, context=ContextId.of(GMINA), certificate=seal.certificate
    )
    made.save(tmp_path / "prepared.json")
    loaded = Prepared.load(tmp_path / "prepared.json")

    assert made == loaded
    assert load_leaf(seal.certificate.der) == loaded.signer
