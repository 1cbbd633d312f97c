"""Names as they are searched and sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic.names import can_be_shown, folded


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Zoë Łuk-O’Hara", "zoe luk-o'hara"),
        ("  Müller   ANNA ", "muller anna"),
        ("Groß", "gross"),
        ("GROSS", "gross"),
        ("Sørensen", "sorensen"),
        ("İpek Işık", "ipek isik"),
        ("Đorđe Ñuñez", "dorde nunez"),
        ("ﬁona", "fiona"),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_case_accents_and_spaces_do_not_count(name: str, found: str) -> None:
    assert folded(name) == found


@given(st.text(max_size=80))
def test_folding_what_is_folded_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize("name", ["می‌خواهم", "ශ්‍රී", "Zoë", "山田", "O'Hara-Łuk", "👩‍🦽 Ann"])
def test_joiners_within_a_name_are_ordinary_spelling(name: str) -> None:
    assert can_be_shown(name)
    assert folded(name) == folded(name.replace("\u200c", "").replace("\u200d", ""))


@pytest.mark.parametrize(
    "name", ["", " ", "\u200d", "\u200c \u200d", "\u3164", "\u2800", "a\u202eb", "a\nb", "\u0301"]
)
def test_a_name_that_shows_nothing_or_turns_the_line_is_refused(name: str) -> None:
    assert not can_be_shown(name)
