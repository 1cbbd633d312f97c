"""Strict JSON, by itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.practice.strict import NotStrictError, as_text, parsed

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_json_writes_is_read_back_equal(value: object) -> None:
    assert parsed(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":1}', '[{"b":{"a":1,"a":2}}]', "NaN", "[Infinity]", '{"a":-Infinity}', "{", ""]
)
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(NotStrictError):
        parsed(text)


def test_size_is_counted_in_bytes() -> None:
    assert as_text("ää", 4) == "ää"
    with pytest.raises(NotStrictError, match="4 bytes; at most 3"):
        as_text("ää", 3)


@given(st.binary(max_size=40))
def test_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = as_text(raw, 100)
    except NotStrictError:
        with pytest.raises(UnicodeDecodeError):
            raw.decode()
    else:
        assert text.encode() == raw
