"""A certificate of a server's own, made for one run, so that a phone may open its camera on a demonstration.

Nobody vouches for it, so browsers warn before they go on. A clinic has a proxy with a real one instead.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)
LASTS = timedelta(days=30)
SLACK = timedelta(days=1)  # for phones whose clock is behind
NOBODY = ("192.0.2.1", 9)  # an address for documentation: asked for the way to it only, nothing is sent there


@dataclass(frozen=True)
class Certificate:
    """Where a certificate and its private key lie, as PEM; ``fingerprint`` is its SHA-256, to be compared by eye."""

    file: Path
    key: Path
    fingerprint: str


def make(folder: Path, host: str) -> Certificate:
    """Make a certificate for a host (a name or an address) and put it, with its key, into a folder."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mirra demonstration")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file, key = folder / "demonstration.crt", folder / "demonstration.key"
    for path, content in ((file, made.public_bytes(pem)), (key, secret)):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            handle.write(content)
    return Certificate(file, key, made.fingerprint(hashes.SHA256()).hex(":").upper())


def reachable(host: str) -> str:
    """The address by which other devices find a server that listens on ``host``; its own when that is one address."""
    if host not in EVERYWHERE:
        return host.strip("[]")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOBODY)
        except OSError:  # this machine is in no network
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
