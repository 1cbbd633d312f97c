"""A device's side of the sealed outbox, in Python: what the session page does to a line before it is stored."""

from __future__ import annotations

import base64
import hashlib
import json
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIZES = (512, 2048, 8192)


def text_of(data: bytes) -> str:
    """Base64url without its end."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def seal(public: str, session: str, line: str, *, seq: int | None = None, size: int | None = None) -> str:
    """A line sealed to a clinic's key; ``seq`` and ``size`` may be other than the line's own."""
    point = base64.urlsafe_b64decode(public + "=")
    own = ec.generate_private_key(ec.SECP256R1())
    sender = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    info = b"mirra outbox 1" + sender + point
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(shared)
    place = json.loads(line)["seq"] if seq is None else seq
    data = line.encode()
    filled = data.ljust(size or next(one for one in SIZES if one >= len(data)), b"\0")
    nonce = os.urandom(12)
    box = nonce + AESGCM(key).encrypt(nonce, filled, f"{session}.{place}".encode())
    return f"sealed1.{hashlib.sha256(point).hexdigest()[:16]}.{place}.{text_of(sender)}.{text_of(box)}"
