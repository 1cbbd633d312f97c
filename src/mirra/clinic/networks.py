"""Where a request comes from, as it counts for limits: an address, or the network that one household has of IPv6."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from fastapi import Request

HOUSEHOLD_BITS = 56  # providers give a household a /56 or less
SITE_BITS = 48  # and a company, or whoever asks for more, a /48


def address_of(request: Request) -> str:
    """The address that a request comes from; behind a trusted proxy the one that the proxy names."""
    return request.client.host if request.client else "unknown"


def household(address: str) -> str:
    """The address itself (IPv4), or its /56 network (IPv6); a name that is no address stays as it is."""
    return _network(address, HOUSEHOLD_BITS)


def site(address: str) -> str | None:
    """The /48 network of an IPv6 address; None for everything else."""
    network = _network(address, SITE_BITS)
    return network if network.endswith(f"/{SITE_BITS}") else None


def _network(address: str, bits: int) -> str:
    try:
        parsed: IPv4Address | IPv6Address | None = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ip_network((parsed.packed, bits), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)
