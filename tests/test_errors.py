from __future__ import annotations

import pickle

from mirra.errors import VideoError


def test_an_error_comes_whole_out_of_another_process() -> None:
    error = VideoError("is cut off.", where="a.mp4", todo="Copy it again.")
    seen = pickle.loads(pickle.dumps(error))
    assert type(seen) is VideoError
    assert str(seen) == str(error) == "a.mp4: is cut off. Copy it again."
