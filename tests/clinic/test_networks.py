"""Where a request comes from, as it counts."""

from __future__ import annotations

import pytest

from mirra.clinic.networks import household, site


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2ff:3:4:5:6", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/56"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_is_an_address_or_a_56(address: str, expected: str) -> None:
    assert household(address) == expected


def test_a_site_is_a_48_and_ipv4_has_none() -> None:
    assert site("2001:db8:1:2ff:3:4:5:6") == "2001:db8:1::/48"
    for address in ("192.0.2.1", "::ffff:192.0.2.1", "unknown"):
        assert site(address) is None
