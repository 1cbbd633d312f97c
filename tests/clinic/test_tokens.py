"""What must not be guessed."""

from __future__ import annotations

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic import tokens


def test_nothing_comes_twice() -> None:
    for make in (tokens.new_id, tokens.new_token, tokens.new_code):
        assert len({make() for _ in range(500)}) == 500


def test_ids_tokens_and_codes_have_their_form_and_strength() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", tokens.new_id())
    assert len(tokens.new_token()) >= 43
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", tokens.new_code())
    assert tokens.CODE_LETTERS * math.log2(len(set(tokens.CODE_ALPHABET))) > 38
    assert not set("01OIL") & set(tokens.CODE_ALPHABET), "letters that are taken for one another"


@given(st.text(alphabet=tokens.CODE_ALPHABET, min_size=8, max_size=8), st.data())
def test_a_code_is_known_however_it_is_typed(code: str, data: st.DataObject) -> None:
    gap = st.sampled_from(["", " ", "-", " - ", "\t"])
    typed = "".join(data.draw(st.sampled_from([sign, sign.lower()])) + data.draw(gap) for sign in code)
    assert tokens.plain_code(typed) == code


@given(st.text(), st.text())
def test_hashes_are_of_one_length_and_differ(one: str, other: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", tokens.hashed(one))
    assert (tokens.hashed(one) == tokens.hashed(other)) == (one == other)
