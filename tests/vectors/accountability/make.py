"""python -m tests.vectors.accountability.make: write the vectors beside this file.

Standard library only, apart from AES-GCM: it does not use the code it is a vector for.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = Path(__file__).parent
PERIOD = "2026-11.standard"
BOGUS_KEY = bytes(range(32))
INTENT = "0190a5c4-0000-7000-8000-000000000001"
NONCE = bytes(range(12))
SALT = bytes(range(100, 132))
QUESTION, ANSWER = b"<Question/>", "<Answer>żółć</Answer>".encode()
SUBJECTS = (
    ("nip", "9990000008"),
    ("pesel", "44051401359"),
    ("foreign_tax_id", "CZ:12345678"),
    ("foreign_document", "CZ:12345678"),
)


def subkey(use: str) -> bytes:
    """HKDF-Expand of one block (RFC 5869, section 2.3)."""
    info = f"crpo-ksef/privacy/v1/{use}/{PERIOD}".encode()
    return hmac.digest(BOGUS_KEY, info + b"\x01", hashlib.sha256)


def index(kind: str, value: str) -> str:
    """Make the blind index of one subject."""
    message = bytes([len(kind)]) + kind.encode() + value.encode()
    digest = hmac.digest(subkey("index"), message, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sealed(kind: str, value: str) -> str:
    """Seal one subject; the nonce of a vector is fixed, a real one is random."""
    clear = f"{kind}:{value}".encode()
    box = AESGCM(subkey("seal")).encrypt(NONCE, clear, INTENT.encode())
    return base64.b64encode(NONCE + box).decode()


def main() -> None:
    """Write both files."""
    salt = hmac.digest(subkey("digest"), INTENT.encode(), hashlib.sha256)
    vector = {
        "period": PERIOD,
        "key": BOGUS_KEY.hex(),
        "intent": INTENT,
        "subjects": [
            {"kind": k, "value": v, "index": index(k, v), "sealed": sealed(k, v)}
            for k, v in SUBJECTS
        ],
        "question": QUESTION.decode(),
        "request_digest": hashlib.sha256(salt + QUESTION).hexdigest(),
        "answer": ANSWER.decode(),
        "answer_digest": hashlib.sha256(SALT + ANSWER).hexdigest(),
    }
    text = json.dumps(vector, ensure_ascii=False, indent=2) + "\n"
    (HERE / "period.json").write_text(text, "utf-8")
    header = {"format": "crpo-ksef/evidence/v1", "intent": INTENT, "period": PERIOD}
    clear = SALT + len(QUESTION).to_bytes(4, "big") + QUESTION + ANSWER
    box = AESGCM(subkey("evidence")).encrypt(NONCE, clear, INTENT.encode())
    line = json.dumps(header).encode() + b"\n"
    (HERE / "kept.evidence").write_bytes(line + NONCE + box)


if __name__ == "__main__":
    main()
