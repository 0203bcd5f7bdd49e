"""What ksef-client, a published Python client, does with a KSeF; run by its own Python.

    stdin  url, nip, pem, token      stdout  by_seal, authors, by_token (both JSON)

It is a peer: nothing of ours is imported here, and nothing of it by us.
"""

import json
import sys
from pathlib import Path

from ksef_client import KsefClient, KsefClientOptions
from ksef_client.openapi_models import PersonPermissionsQueryRequest
from ksef_client.services.workflows import AuthCoordinator

asked = json.load(sys.stdin)
pem = Path(asked["pem"]).read_text("ascii")
begin = pem.index("-----BEGIN CERTIFICATE")
context = {"context_identifier_type": "nip", "context_identifier_value": asked["nip"]}

with KsefClient(KsefClientOptions(base_url=asked["url"])) as client:
    auth = AuthCoordinator(client.auth)
    by_seal = auth.authenticate_with_xades(
        **context,
        subject_identifier_type="certificateSubject",
        certificate_pem=pem[begin:],
        private_key_pem=pem[:begin],
        poll_interval_seconds=0.3,
    )
    query = PersonPermissionsQueryRequest.from_dict(
        {"queryType": "PermissionsInCurrentContext"}
    )
    listed = client.permissions.query_persons_grants(
        query, access_token=by_seal.tokens.access_token.token
    )
    [key] = [
        each
        for each in client.security.get_public_key_certificates()
        if "KsefTokenEncryption" in [str(usage.value) for usage in each.usage]
    ]
    by_token = auth.authenticate_with_ksef_token(
        **context,
        token=asked["token"],
        public_certificate=key.certificate,
        public_key_id=key.public_key_id,
        poll_interval_seconds=0.3,
    )

told = {
    "by_seal": by_seal.reference_number,
    "authors": [each.author_identifier.type.value for each in listed.permissions],
    "by_token": by_token.reference_number,
}
sys.stdout.write(json.dumps(told))
