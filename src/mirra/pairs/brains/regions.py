"""Regions of a head: names for channels that are taken together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirra.errors import CouplingError, SignalError


def parse_regions(descriptions: Sequence[str]) -> dict[str, list[str]]:
    """Regions to their channels, each described as ``NAME=S1_D1,S1_D2``.

    Raises ``SignalError`` for a description of another form, and for a name that comes twice.
    """
    regions: dict[str, list[str]] = {}
    for description in descriptions:
        name, _, channels = description.partition("=")
        if not name or not channels:
            raise SignalError(
                f"A region is not written as {description!r}.", todo="Write it as NAME=S1_D1,S1_D2."
            )
        if name in regions:
            raise SignalError(f"More than one region is named {name!r}.")
        regions[name] = [channel.strip() for channel in channels.split(",")]
    return regions


def members(regions: Mapping[str, Sequence[str]], region: str, channels: Sequence[str]) -> list[int]:
    """The places among ``channels`` of those that belong to a region.

    Raises ``CouplingError`` for a region that is not there, and for one none of whose channels is.
    """
    if region not in regions:
        raise CouplingError(
            f"There is no region {region!r}.", todo=f"There are: {', '.join(regions) or 'none'}."
        )
    places = [column for column, name in enumerate(channels) if name in regions[region]]
    if not places:
        raise CouplingError(
            f"No channel of the region {region!r} is there: {', '.join(regions[region])}.",
            todo=f"There are: {', '.join(channels)}.",
        )
    return places
