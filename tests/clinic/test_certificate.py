"""The certificate of a demonstration that phones can reach."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from mirra.clinic import certificate


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.168.1.20", x509.IPAddress(ip_address("192.168.1.20"))),
        ("fe80::1", x509.IPAddress(ip_address("fe80::1"))),
        ("tablet.home", x509.DNSName("tablet.home")),
    ],
)
def test_it_names_the_host_holds_now_and_belongs_to_its_key(
    tmp_path: Path, host: str, expected: x509.GeneralName
) -> None:
    made = certificate.make(tmp_path, host)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.file, made.key)
    read = x509.load_pem_x509_certificate(made.file.read_bytes())
    named = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert list(named) == [expected]
    assert read.not_valid_before_utc < datetime.now(UTC) < read.not_valid_after_utc
    assert [made.file.stat().st_mode & 0o777, made.key.stat().st_mode & 0o777] == [0o600, 0o600]


def test_each_run_has_a_key_of_its_own(tmp_path: Path) -> None:
    prints = {certificate.make(tmp_path, "127.0.0.2").fingerprint for _ in range(2)}
    assert len(prints) == 2


def test_an_address_is_printed_that_others_can_use_and_not_everywhere() -> None:
    assert certificate.reachable("192.168.1.20") == "192.168.1.20"
    assert certificate.reachable("[fe80::1]") == "fe80::1"
    found = ip_address(certificate.reachable("0.0.0.0"))
    assert not found.is_unspecified
