"""MATLAB files of level 5."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.io import savemat

from mirra.errors import ReadError
from mirra.signals.formats.matfile import variables


def saved(packed: bool, **held: Any) -> bytes:
    file = io.BytesIO()
    savemat(file, held, do_compression=packed)
    return file.getvalue()


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8"]).flatmap(
        lambda form: arrays(form, st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)))
    ),
    st.booleans(),
)
def test_numbers_of_every_kind_and_shape_come_back(values: np.ndarray, packed: bool) -> None:
    found = variables(saved(packed, x=values, after=1.0))
    # A third dimension of one is not written for all arrays; the order of the numbers tells the shapes apart as well.
    assert np.array_equal(np.asarray(found["x"]).reshape(values.shape), values.astype(float), equal_nan=True)
    assert np.asarray(found["after"]).item() == 1


@pytest.mark.parametrize("packed", [False, True])
def test_words_structures_and_cells_come_back(packed: bool) -> None:
    cells = np.array(["one", "zwölf"], dtype=object)
    found = variables(
        saved(packed, sd={"unit": "cm", "inner": {"deep": 2.0}}, names=cells, empty=np.zeros((0, 0)))
    )
    assert found["sd"] == {"unit": "cm", "inner": {"deep": np.array([[2.0]])}}
    assert found["names"] == ["one", "zwölf"]
    assert np.asarray(found["empty"]).shape == (0, 0)


def test_other_levels_and_damage_are_named() -> None:
    whole = saved(False, x=np.arange(12.0))
    for data, said in (
        (b"\x89HDF\r\n\x1a\n" + whole, "7.3"),
        (whole[:100], "not a MATLAB file of level 5"),
        (whole[:-4], "ends early"),
        (whole[:132] + b"\xff\xff\xff\x7f" + whole[136:], "ends early, or is damaged"),
    ):
        with pytest.raises(ReadError, match=said):
            variables(data)
