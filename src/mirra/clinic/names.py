"""Names of people as they are searched and sorted: no case, no accents, the same in every database."""

from __future__ import annotations

import unicodedata

# Letters that are written with a stroke or as one sign have no decomposition.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)

JOINERS = str.maketrans(
    dict.fromkeys("\u200c\u200d")
)  # part of ordinary Persian and Sinhala spelling, and seen by nobody
INVISIBLE_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing


def can_be_shown(name: str) -> bool:
    """Whether a name shows as something, and holds no control sign; joiners between its letters are part of it."""
    plain = name.translate(JOINERS)
    seen = (sign for sign in plain if not unicodedata.combining(sign) and not sign.isspace())
    return plain.isprintable() and any(sign not in INVISIBLE_LETTERS for sign in seen)


def folded(name: str) -> str:
    """A name reduced to what is compared: ``"Łukasz  O’NEÍLL"`` becomes ``"lukasz o'neill"``."""
    apart = unicodedata.normalize("NFKD", name.translate(JOINERS).casefold().replace("’", "'"))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.casefold().translate(PLAIN_LETTERS).split())
