"""Every surrogate scheme says in words what its null is."""

from __future__ import annotations

import pytest

from mirra.coupling import schemes
from mirra.errors import SurrogateError


def test_every_scheme_names_its_null_and_where_it_holds() -> None:
    assert set(schemes.SCHEMES) == {*schemes.OF_ONE_DYAD, "between-dyad"}
    for name, scheme in schemes.SCHEMES.items():
        assert scheme.name == name
        assert "independent of" in scheme.null
        assert "keeps" in scheme.keeps
        for sentence in (scheme.null, scheme.keeps):
            assert sentence.endswith(".")
            assert sentence.count(". ") == 0, f"{name} takes more than one sentence for its null"
        assert scheme.holds_when
        assert scheme.applies_to
        assert scheme.source
    assert {name for name, scheme in schemes.SCHEMES.items() if not scheme.default} == {"phase", "iaaft"}


def test_an_unknown_scheme_is_named_with_those_there_are() -> None:
    with pytest.raises(SurrogateError, match=r"no surrogate scheme 'shuffle'.*circular-shift"):
        schemes.scheme("shuffle")
