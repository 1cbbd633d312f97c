"""Names of people as they are searched and sorted: no case, no accents, the same in every database."""

from __future__ import annotations

import unicodedata

LETTERS = str.maketrans(  # letters that are written with a stroke or as one sign, and have no decomposition
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def folded(name: str) -> str:
    """A name reduced to what is compared: ``"Łukasz  O’NEÍLL"`` becomes ``"lukasz o'neill"``."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.casefold().translate(LETTERS).split())
