"""The sealed outbox: lines that a device encrypted to the clinic, so that it can write them but not read them back.

A sealed line is the text ``sealed1.KEY.SEQ.FROM.BOX``. ``KEY`` names the clinic's key, ``FROM`` is the public half of
the key pair that the session page made when it was loaded (P-256), ``BOX`` is a nonce of 12 bytes and the line under
AES-256-GCM, filled up with zero bytes to one of ``LINE_BYTES``. The AES key is ECDH through HKDF-SHA-256; the session
and ``SEQ`` are authenticated with it. ``web/src/shared/seal.ts`` is the other side.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mirra.clinic.keys import Keys
from mirra.clinic.refusals import Invalid
from mirra.errors import EventError
from mirra.practice.strict import parsed

SEALED_PREFIX = "sealed1."
LINE_BYTES = (512, 2048, 8192)  # of a line with its filling
SEALED_LETTERS = 11_200  # no sealed line is longer
NONCE, TAG = 12, 16
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group of P-256
FORM = re.compile(
    r"sealed1\.(?P<key>[0-9a-f]{16})\.(?P<seq>0|[1-9][0-9]{0,6})\.(?P<from>[\w-]{87})\.(?P<box>[\w-]+)",
    re.ASCII,
)


@dataclass(frozen=True)
class Lock:
    """The clinic's key pair for sealed lines.

    An entry of the index page has no ``seq``: it is the only line under its id, and its place is 0.

    ``public`` (base64url of the uncompressed point) is what devices are given, ``name`` the start of its hash.
    """

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    public: str
    name: str

    def opened(self, session: str, texts: Iterable[str]) -> tuple[str, ...]:
        """The lines of a batch in their order, sealed ones opened; a line that is not sealed stays as it is.

        Raises ``EventError`` naming the line (counted from 0) that cannot be opened or is of another place than it
        says outside, and ``Invalid`` when it was sealed to another key than this clinic's.
        """
        agreed = functools.cache(self._agreed)  # all lines of one loading of the page share a key
        return tuple(
            self._open(session, text, f"events.{number}", agreed) if text.startswith(SEALED_PREFIX) else text
            for number, text in enumerate(texts)
        )

    def _open(self, session: str, text: str, where: str, agreed: Callable[[str], AESGCM]) -> str:
        parts = FORM.fullmatch(text)
        if parts is None:
            raise EventError("The sealed line is not in its form.", where=where)
        if parts["key"] != self.name:
            raise Invalid(
                "another_key",
                "The line is sealed to another key than this clinic's.",
                where=where,
                todo="Put the key file back that the clinic had when the line was written.",
            )
        try:
            box = _bytes(parts["box"])
            if len(box) - NONCE - TAG not in LINE_BYTES:
                raise ValueError("not one of the sizes")
            about = f"{session}.{parts['seq']}".encode()
            line = agreed(parts["from"]).decrypt(box[:NONCE], box[NONCE:], about).rstrip(b"\0").decode()
            event = parsed(line)
        except (ValueError, InvalidTag):
            raise EventError("The sealed line cannot be opened.", where=where) from None
        if not isinstance(event, dict) or event.get("seq", 0) != int(parts["seq"]):
            raise EventError("The sealed line is of another place.", where=where)
        return line

    def _agreed(self, sender: str) -> AESGCM:
        point = _bytes(sender)
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self.private.exchange(ec.ECDH(), other)
        info = b"mirra outbox 1" + point + _bytes(self.public)
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(shared))


@functools.lru_cache(maxsize=8)
def lock(keys: Keys) -> Lock:
    """The clinic's key pair for sealed lines, the same every time from the same key file."""
    # 16 bytes more than the order has, so that every private number is as likely as the next (FIPS 186-5, A.2.1).
    number = int.from_bytes(keys.of("outbox", 48), "big") % (P256_ORDER - 1) + 1
    private = ec.derive_private_key(number, ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    public = base64.urlsafe_b64encode(point).decode().rstrip("=")
    return Lock(private, public, hashlib.sha256(point).hexdigest()[:16])


def _bytes(text: str) -> bytes:
    """The bytes of a base64url text without its end; raises ``ValueError`` when another text means the same bytes."""
    decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(decoded).decode().rstrip("=") != text:
        raise ValueError("not the one way to write these bytes")
    return decoded
