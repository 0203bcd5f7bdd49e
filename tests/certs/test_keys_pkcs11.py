"""Keys on a token: SoftHSM2, real PKCS#11, in a temporary folder."""

import copy
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from certs import tokens
from certs.algorithms import SignatureAlgorithm, check_value, raw_ecdsa
from certs.errors import KeyFault, KeyRefused
from certs.keys import algorithm_of
from certs.keys_pkcs11 import TokenKey, _pin_pad, _public_key, open_key
from certs.token_errors import TokenFault, TokenRefused, TriesLeft
from certs.tokens import TokenPlace, list_objects, list_tokens, translated
from certs.verify import verify_xades
from certs.xades import sign
from jst.simulators.softhsm import CONF, LABEL, SoftHsm
from tests import bogus_pki
from tests.bogus_pki import ec_seal, rsa_seal
from tests.softhsm import add_key, add_seal, require_softhsm, token_with_seals

PIN = "0000-bogus"
DATA = b"whatever is to be signed"


@pytest.fixture(name="token", scope="module")
def _token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftHsm]:
    """A token with two seals; no test here changes it."""
    yield from token_with_seals(tmp_path_factory.mktemp("token") / "hsm")


@pytest.fixture(name="own")
def _own(tmp_path: Path) -> Iterator[SoftHsm]:
    """A token of the test's own, empty."""
    require_softhsm()
    before = os.environ.get(CONF)
    with SoftHsm.create(tmp_path / "own") as token:
        yield token
    assert before == os.environ.get(CONF)


def fault(what: Callable[[], object]) -> TokenFault:
    """Tell why a token refuses, and that no PIN is told."""
    with pytest.raises(TokenRefused) as caught:
        what()
    refused = caught.value
    assert PIN not in f"{refused!r} {refused} {refused.polish} {refused.__cause__!r}"
    return refused.reason


def opened(token: SoftHsm, label: str | None = "p-256", **how: Any) -> TokenKey:  # noqa: ANN401 - as `open_key` takes it
    """Open a key as the office does."""
    return open_key(token.place, label=label, **({"pin": token.read_pin} | how))


@pytest.mark.parametrize("label", ["rsa", "p-256"])
@pytest.mark.parametrize("pss", [False, True])
def test_a_token_seals_what_a_file_seals(
    token: SoftHsm, document: etree._Element, label: str, *, pss: bool
) -> None:
    """The register sees no difference; the office has a key that cannot be copied."""
    seal = rsa_seal() if label == "rsa" else ec_seal()

    with opened(token, label) as key:
        sealed = sign(document, key=key, certificate=key.certificate, pss=pss)

    verified = verify_xades(sealed, trusted=[seal.certificate.der])
    assert seal.certificate == verified.signer


@pytest.mark.parametrize(
    "algorithm",
    [
        SignatureAlgorithm.RSA_SHA256,
        SignatureAlgorithm.RSA_SHA384,
        SignatureAlgorithm.RSA_SHA512,
        SignatureAlgorithm.RSA_PSS_SHA256,
        SignatureAlgorithm.RSA_PSS_SHA384,
        SignatureAlgorithm.RSA_PSS_SHA512,
    ],
)
def test_every_digest_of_rsa_is_signed_as_the_library_verifies(
    token: SoftHsm, algorithm: SignatureAlgorithm
) -> None:
    """DigestInfo and the salt's length are ours to get right."""
    with opened(token, "rsa") as key:
        signature = key.sign(DATA, algorithm)

    check_value(rsa_seal().key.public_key(), algorithm, signature, DATA)


def test_p_384_is_hashed_by_sha_384(own: SoftHsm) -> None:
    """Raw ECDSA signs what it is given, so the digest is ours."""
    seal = bogus_pki.seal(bogus_pki.ec_key(1, "secp384r1"))
    add_seal(own, "big", seal)
    with opened(own, "big") as key:
        algorithm = algorithm_of(key.public_key())
        signature = key.sign(DATA, algorithm)

    public = seal.key.public_key()
    assert SignatureAlgorithm.ECDSA_SHA384 is algorithm
    check_value(public, algorithm, raw_ecdsa(signature, public), DATA)


def test_one_session_signs_for_many_threads(
    token: SoftHsm, document: etree._Element
) -> None:
    """The office's batch and its clerks share one token, which does one at a time."""
    with opened(token) as key, ThreadPoolExecutor(4) as pool:
        certificate = key.certificate
        sealed = list(
            pool.map(
                lambda _: sign(document, key=key, certificate=certificate), range(40)
            )
        )

    assert 40 == len(set(sealed))


def test_two_keys_of_one_token_are_open_at_once(token: SoftHsm) -> None:
    """A token knows one login a process; the second key must not fail on it."""
    with opened(token, "rsa") as first, opened(token, "p-256") as second:
        signatures = [
            each.sign(DATA, algorithm_of(each.public_key())) for each in (first, second)
        ]

    assert 2 == len(signatures)


def test_a_wrong_pin_says_what_the_token_tells_of_the_tries(own: SoftHsm) -> None:
    """After the last one the seal is gone until its provider helps."""
    add_seal(own, "p-256", ec_seal())
    before = list_tokens(own.place.module)[0].tries

    with pytest.raises(TokenRefused) as caught:
        opened(own, pin=lambda: PIN)

    after = list_tokens(own.place.module)[0].tries
    opened(own).close()
    assert (TokenFault.PIN, TriesLeft.FEWER) == (
        caught.value.reason,
        caught.value.tries,
    )
    assert "mniej prób" in caught.value.polish
    assert (TriesLeft.ALL, TriesLeft.FEWER) == (before, after)


@pytest.mark.parametrize(
    ("flags", "tries"),
    [
        (0, TriesLeft.ALL),
        (0x10000, TriesLeft.FEWER),
        (0x30000, TriesLeft.LAST),
        (0x70000, TriesLeft.NONE),
    ],
)
def test_the_tries_left_are_read_from_the_flags(flags: int, tries: TriesLeft) -> None:
    """SoftHSM2 never locks; cards do. PKCS #11 V2.40, clause 3.2, table 6."""
    assert tries is tokens._tries(SimpleNamespace(flags=flags))  # type: ignore[arg-type]  # a token's flags are all it reads


def test_a_token_that_tells_nothing_of_its_tries_is_quoted_so() -> None:
    """That all are left would be a guess."""
    require_softhsm()
    from pkcs11.exceptions import PinIncorrect  # noqa: PLC0415 - the extra

    class Mute:
        flags = 0

        @property
        def slot(self) -> SimpleNamespace:
            return SimpleNamespace(get_token=lambda: self)

        def open(self, **_: object) -> None:
            raise PinIncorrect

    with pytest.raises(TokenRefused) as caught:
        tokens.log_in(Mute(), lambda: PIN)  # type: ignore[arg-type]  # a token that says little

    assert TriesLeft.NOT_TOLD is caught.value.tries
    assert "nie mówi" in caught.value.polish


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PinLocked", TokenFault.PIN_LOCKED),
        ("UserPinNotInitialized", TokenFault.PIN_NOT_SET),
        ("PinExpired", TokenFault.PIN_EXPIRED),
        ("DeviceRemoved", TokenFault.REMOVED),
        ("MechanismInvalid", TokenFault.MECHANISM),
        ("HostMemory", TokenFault.FAILED),
    ],
)
def test_what_a_token_answers_has_a_word(name: str, expected: TokenFault) -> None:
    """A keeper of the seal cannot look up CKR numbers."""
    from pkcs11 import exceptions  # noqa: PLC0415 - the extra

    def answer() -> None:
        with translated():
            raise getattr(exceptions, name)

    assert expected is fault(answer)
    assert (name in TokenRefused(expected, token_code=name).polish) is (
        expected is TokenFault.FAILED
    )


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_is_no_library(tmp_path: Path) -> None:
    """The loader of libraries would wait for somebody to write to it."""
    os.mkfifo(tmp_path / "bogus.so")

    assert TokenFault.MODULE is fault(lambda: list_tokens(tmp_path / "bogus.so"))


def test_a_token_that_is_not_there_is_named_so(token: SoftHsm, tmp_path: Path) -> None:
    """Wrong label, wrong number, wrong library."""
    module = token.place.module
    absent = tmp_path / "no.so"

    assert [TokenFault.NO_TOKEN, TokenFault.NO_TOKEN, TokenFault.MODULE] == [
        fault(lambda: open_key(TokenPlace(module=module, label="x"), pin=None)),
        fault(lambda: open_key(TokenPlace(module=module, serial="x"), pin=None)),
        fault(lambda: list_tokens(absent)),
    ]


def test_of_several_tokens_one_must_be_named(own: SoftHsm) -> None:
    """With two readers, the order of the slots would choose who signs."""
    subprocess.run(
        [
            "softhsm2-util",
            *("--init-token", "--free", "--label", "other"),
            *("--so-pin", PIN, "--pin", PIN),
        ],
        check=True,
        capture_output=True,
    )
    own._forget()
    add_seal(own, "p-256", ec_seal())
    module = own.place.module
    [serial] = [each.serial for each in list_tokens(module) if each.label == LABEL]

    assert TokenFault.SEVERAL_TOKENS is fault(
        lambda: open_key(TokenPlace(module=module), pin=own.read_pin)
    )
    by_number = TokenPlace(module=module, serial=serial)
    open_key(by_number, pin=own.read_pin).close()


def test_without_the_extra_it_says_which_is_missing(
    token: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office without a token installs without it."""
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.setitem(sys.modules, "pkcs11.exceptions", None)

    assert TokenFault.LIBRARY is fault(lambda: list_tokens(token.place.module))


def test_the_key_must_be_one(token: SoftHsm) -> None:
    """No key, or two: nothing is guessed."""
    assert [TokenFault.NO_KEY, TokenFault.SEVERAL_KEYS, TokenFault.NO_KEY] == [
        fault(lambda: opened(token, "absent")),
        fault(lambda: opened(token, None)),
        fault(lambda: opened(token, "rsa", key_id=b"p-256")),
    ]
    with opened(token, None, key_id=b"rsa") as key:
        assert "RSA-2048" == key.certificate.key


def test_a_key_without_a_certificate_needs_one(own: SoftHsm) -> None:
    """Some providers keep it in a file beside the token."""
    add_key(own, "bare", ec_seal().private)
    beside = (ec_seal().issuer.pem + ec_seal().certificate.pem).encode()

    assert TokenFault.NO_CERTIFICATE is fault(lambda: opened(own, "bare"))
    with opened(own, "bare", certificate=ec_seal().certificate.der) as key:
        assert ec_seal().certificate == key.certificate
    with opened(own, "bare", certificate=beside) as key:
        assert ec_seal().certificate == key.certificate


def test_the_certificate_of_another_key_is_refused(own: SoftHsm) -> None:
    """Found when the token is opened, not when the register has refused."""
    own.generate("p-256", "P-256")
    own.generate("rsa", "RSA-2048")
    own.store("p-256", ec_seal().certificate.der)
    own.store("rsa", rsa_seal().certificate.der)

    reasons = []
    for label in ("p-256", "rsa"):
        with pytest.raises(KeyRefused) as caught:
            opened(own, label)
        reasons.append(caught.value.reason)

    assert [KeyFault.MISMATCH] * 2 == reasons


def test_of_a_renewed_certificate_the_later_is_taken(own: SoftHsm) -> None:
    """Providers leave the old one beside it."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only here

    old = bogus_pki.seal(serial=1, not_after=datetime(2030, 1, 1, tzinfo=UTC))
    add_seal(own, "p-256", ec_seal())
    own.store("p-256", old.certificate.der)

    with opened(own) as key:
        assert ec_seal().certificate == key.certificate


def test_a_removed_token_is_named_and_can_be_closed(own: SoftHsm) -> None:
    """Somebody pulls the card out between two questions."""
    add_seal(own, "p-256", ec_seal())
    key = opened(own)
    shutil.rmtree(own.folder / "tokens")

    assert TokenFault.REMOVED is fault(
        lambda: key.sign(DATA, SignatureAlgorithm.ECDSA_SHA256)
    )
    key.close()
    key.close()
    assert TokenFault.CLOSED is fault(
        lambda: key.sign(DATA, SignatureAlgorithm.ECDSA_SHA256)
    )


def test_closing_after_the_library_has_ended_is_harmless(own: SoftHsm) -> None:
    """Programs end in any order."""
    add_seal(own, "p-256", ec_seal())
    key = opened(own)
    own._forget()

    key.close()

    assert (
        "CLOSED" == fault(lambda: key.sign(DATA, SignatureAlgorithm.ECDSA_SHA256)).name
    )


def test_a_child_process_opens_the_token_itself(
    token: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After a fork a session is the parent's; using it breaks both.

    Holds: ADR-0022.
    """
    key = opened(token)
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    refused = fault(lambda: key.sign(DATA, SignatureAlgorithm.ECDSA_SHA256))
    monkeypatch.setattr(os, "getpid", lambda: parent)
    key.close()

    assert TokenFault.OTHER_PROCESS is refused


def test_a_key_that_wants_its_pin_each_time_gets_it(own: SoftHsm) -> None:
    """Keys of qualified signatures do (CKA_ALWAYS_AUTHENTICATE)."""
    asked = []

    def pin() -> str:
        asked.append(1)
        return own.read_pin()

    add_key(own, "each", ec_seal().private, ALWAYS_AUTHENTICATE=True)
    certificate = ec_seal().certificate.der
    with opened(own, "each", pin=pin, certificate=certificate) as key:
        for _ in range(2):
            signature = key.sign(DATA, SignatureAlgorithm.ECDSA_SHA256)
            public = ec_seal().key.public_key()
            check_value(
                public,
                SignatureAlgorithm.ECDSA_SHA256,
                raw_ecdsa(signature, public),
                DATA,
            )

    assert 3 == len(asked)


def test_without_a_pin_the_reader_must_have_keys() -> None:
    """A reader with a PIN pad keeps the PIN out of the computer."""
    require_softhsm()
    pad: Any = SimpleNamespace(flags=0x100)
    plain: Any = SimpleNamespace(flags=0)

    assert callable(_pin_pad(pad))
    assert _pin_pad(pad)() is not None
    assert TokenFault.PIN_MISSING is fault(lambda: _pin_pad(plain))


def test_a_key_of_another_kind_is_refused(own: SoftHsm) -> None:
    """P-521 is too long a curve for those we speak to; the rest is no RSA or EC."""
    from pkcs11 import KeyType  # noqa: PLC0415 - the extra

    seal = bogus_pki.seal(bogus_pki.ec_key(1, "secp521r1"))
    add_seal(own, "huge", seal)

    with pytest.raises(KeyRefused) as caught:
        opened(own, "huge")
    with pytest.raises(KeyRefused) as other:
        _public_key(None, {tokens_attribute("KEY_TYPE"): KeyType.DSA})  # type: ignore[arg-type]  # refused before it is asked

    assert [KeyFault.KIND] * 2 == [caught.value.reason, other.value.reason]


def tokens_attribute(name: str) -> object:
    """An attribute of PKCS#11 by its name."""
    from pkcs11 import Attribute  # noqa: PLC0415 - the extra

    return Attribute[name]


def test_an_rsa_key_that_hides_its_exponent_is_known_by_its_certificate() -> None:
    """PKCS #11 does not oblige a private key to keep it."""
    from pkcs11 import KeyType  # noqa: PLC0415 - the extra
    from pkcs11.exceptions import AttributeTypeInvalid  # noqa: PLC0415 - the extra

    class Sparse:
        def __getitem__(self, name: object) -> object:
            if name == tokens_attribute("KEY_TYPE"):
                return KeyType.RSA
            raise AttributeTypeInvalid

    empty: Any = SimpleNamespace(get_objects=lambda _: [])

    assert _public_key(empty, Sparse()) is None  # type: ignore[arg-type]  # a key that tells little


def test_a_token_is_listed_with_what_lies_on_it(own: SoftHsm) -> None:
    """The keeper of the seal looks for the name of the key."""
    add_seal(own, "p-256", ec_seal())
    own.store("junk", b"no certificate")

    shown = list_objects(own.place)
    all_of_it = list_objects(own.place, own.read_pin)

    assert {("certificate", "p-256"), ("certificate", "junk")} == {
        (each.kind, each.label) for each in shown
    }
    assert {None, ec_seal().certificate} == {each.certificate for each in shown}
    assert ("private_key", "p-256", b"p-256".hex()) in {
        (each.kind, each.label, each.id) for each in all_of_it
    }


def test_a_key_shows_no_secret_and_cannot_leave(token: SoftHsm) -> None:
    """Logs print `repr`, and pickles travel."""
    with opened(token) as key:
        assert f"TokenKey(P-256, serial={ec_seal().certificate.serial_text})" == repr(
            key
        )
        for leave in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                leave(key)
