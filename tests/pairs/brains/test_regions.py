"""Regions are read as they are written, and name channels that are there."""

from __future__ import annotations

import pytest

from mirra.errors import CouplingError, SignalError
from mirra.pairs.brains.regions import members, parse_regions

REGIONS = {"front": ["S1_D1", "S2_D1"], "back": ["S3_D3"]}


def test_a_region_is_a_name_and_its_channels() -> None:
    assert parse_regions(["front=S1_D1, S2_D1", "back=S3_D3"]) == REGIONS
    assert parse_regions([]) == {}


@pytest.mark.parametrize("description", ["front", "=S1_D1", "front="])
def test_a_region_that_is_written_otherwise_is_refused(description: str) -> None:
    with pytest.raises(SignalError, match="A region is not written as"):
        parse_regions([description])


def test_two_regions_of_one_name_are_refused() -> None:
    with pytest.raises(SignalError, match="More than one region is named 'front'"):
        parse_regions(["front=S1_D1", "front=S2_D1"])


def test_the_members_of_a_region_are_places_among_the_channels() -> None:
    assert members(REGIONS, "front", ("S0_D0", "S2_D1", "S1_D1")) == [1, 2]
    with pytest.raises(CouplingError, match="There is no region 'side'"):
        members(REGIONS, "side", ("S1_D1",))
    with pytest.raises(CouplingError, match="No channel of the region 'back' is there"):
        members(REGIONS, "back", ("S1_D1",))
