"""What must not be guessed."""

from __future__ import annotations

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic import secret


def test_nothing_comes_twice() -> None:
    for make in (secret.new_id, secret.new_token, secret.new_code):
        assert len({make() for _ in range(500)}) == 500


def test_ids_tokens_and_codes_have_their_form_and_strength() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", secret.new_id())
    assert len(secret.new_token()) >= 43
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", secret.new_code())
    assert secret.CODE_LENGTH * math.log2(len(set(secret.LETTERS))) > 38
    assert not set("01OIL") & set(secret.LETTERS), "letters that are taken for one another"


@given(st.text(alphabet=secret.LETTERS, min_size=8, max_size=8), st.data())
def test_a_code_is_known_however_it_is_typed(code: str, data: st.DataObject) -> None:
    gap = st.sampled_from(["", " ", "-", " - ", "\t"])
    typed = "".join(data.draw(st.sampled_from([sign, sign.lower()])) + data.draw(gap) for sign in code)
    assert secret.plain_code(typed) == code


@given(st.text(), st.text())
def test_hashes_are_of_one_length_and_differ(one: str, other: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", secret.hashed(one))
    assert (secret.hashed(one) == secret.hashed(other)) == (one == other)
