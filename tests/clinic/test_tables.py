"""What the tables keep, and in which form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from mirra.clinic.tables import Care, UtcTime
from tests.clinic.world import World

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1971, 1, 1), datetime(2900, 1, 1), timezones=OFFSETS))
def test_a_moment_comes_back_as_the_same_moment(moment: datetime) -> None:
    column, dialect = UtcTime(), sqlite.dialect()
    kept = column.process_bind_param(moment, dialect)
    found = column.process_result_value(kept, dialect)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


def test_nobody_can_be_in_the_care_of_nobody(world: World) -> None:
    def add() -> None:
        with world.clinic.store.writing() as db:
            db.add(Care(therapist="a" * 32, person="b" * 32))

    with pytest.raises(IntegrityError):
        add()
