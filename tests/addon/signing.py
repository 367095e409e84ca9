"""Tokens as Google signs them, with a key of our own, and the answer that holds its certificate."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt

ISSUER = "https://accounts.google.com"
SERVICE_ACCOUNT = "service-123@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
OAUTH_CLIENT = "123-askfirst.apps.googleusercontent.com"


@dataclass
class Signer:
    """Signs tokens; as a `request` it answers google-auth with the certificate, and counts how often it was asked."""

    kid: str = "k1"
    fetched: int = 0
    _key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def token(self, audience: str, **changes: Any) -> str:
        """A token; with None a claim is left out."""
        now = int(time.time())
        claims: dict[str, Any] = {"iss": ISSUER, "aud": audience, "iat": now - 10, "exp": now + 600, "sub": "sub-1", **changes}
        pem = self._key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        signer = crypt.RSASigner.from_string(pem.decode(), self.kid)
        return str(jwt.encode(signer, {name: value for name, value in claims.items() if value is not None}), "ascii")

    def platform(self, url: str, **changes: Any) -> str:
        """The system token for an endpoint."""
        return self.token(url, **{"email": SERVICE_ACCOUNT, "email_verified": True, **changes})

    def __call__(self, url: str, method: str = "GET", **_: Any) -> Any:
        self.fetched += 1
        return _Answer(json.dumps({self.kid: self._certificate()}).encode())

    def _certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self._key.public_key()).serial_number(1)
        certificate = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        return certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@dataclass(frozen=True)
class _Answer:
    data: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
