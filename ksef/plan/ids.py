"""An id made of what something says: the same words have the same id. Pure."""

import hashlib
import json


def id_of(said: object, chars: int) -> str:
    """Give so many hex digits of the SHA-256 of what is said, as JSON."""
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:chars]
