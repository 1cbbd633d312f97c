"""Names as they are searched and sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.clinic.names import folded


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
