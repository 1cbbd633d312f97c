"""The voice: tones of known pitch with known pauses, two people on two channels, and a real reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from material.footage import ROOT
from mirra.arrays import Floats
from mirra.errors import MissingExtra, SignalError
from mirra.figures import save
from mirra.signals.voice import Voice, voice
from tests.golden import recording
from tests.signals.bodies import tone

RATE, SECONDS = 16000.0, 14.0
# Praat's window of 3.2 / 75 Hz hears a sound up to 21 ms early and late on each side, and frames are 10 ms wide.
BLUR = 0.04
FIRST_SPANS, SECOND_SPANS = [(1.0, 3.0), (3.8, 5.0), (9.0, 11.0)], [(5.5, 8.0), (10.0, 13.0)]
FIRST, SECOND = tone(120, FIRST_SPANS, RATE, SECONDS), 0.5 * tone(210, SECOND_SPANS, RATE, SECONDS)


def hiss(seed: int) -> Floats:
    return 1e-4 * np.random.default_rng(seed).standard_normal(int(RATE * SECONDS))


@pytest.fixture(scope="module")
def pair() -> Voice:
    pytest.importorskip("parselmouth")
    mixed = np.column_stack([FIRST + 0.1 * SECOND + hiss(1), SECOND + 0.1 * FIRST + hiss(2)])
    return voice(mixed, RATE, speakers=("patient", "therapist"))


@pytest.mark.parametrize("hertz", [90.0, 150.0, 220.0, 440.0])
def test_a_tone_has_its_pitch(hertz: float) -> None:
    found = voice(tone(hertz, [(0.2, 1.8)], RATE, 2.0) + hiss(0)[:32000], RATE)
    told = found.summary()
    assert told["speaker_median_pitch_hz"] == pytest.approx(hertz, rel=1e-3)
    assert told["speaker_sd_pitch_semitones"] < 0.1
    assert told["speaker_speech_seconds"] == pytest.approx(1.6, abs=2 * BLUR)


def test_a_pause_is_as_long_as_it_was() -> None:
    found = voice(FIRST + hiss(0), RATE)
    assert [turn.speaker for turn in found.turns] == ["speaker"] * 3
    for turn, (begin, end) in zip(found.turns, FIRST_SPANS, strict=True):
        assert turn.start == pytest.approx(begin, abs=BLUR)
        assert turn.stop == pytest.approx(end, abs=BLUR)
    assert found.pauses("speaker") == pytest.approx([0.8, 4.0], abs=2 * BLUR)
    assert "one channel" in found.notes[0]


def test_a_stop_shorter_than_a_pause_and_a_click_do_not_count() -> None:
    spans = [(1.0, 2.0), (2.2, 3.0), (6.0, 6.03), (8.0, 9.0)]
    found = voice(tone(120, spans, RATE, SECONDS) + hiss(0), RATE)
    assert len(found.turns) == 2
    assert len(voice(tone(120, spans, RATE, SECONDS) + hiss(0), RATE, pause=0.1).turns) == 3


def test_each_channel_is_one_speaker_and_crosstalk_is_not_theirs(pair: Voice) -> None:
    told = pair.summary()
    assert told["patient_speech_seconds"] == pytest.approx(5.2, abs=6 * BLUR)
    assert told["therapist_speech_seconds"] == pytest.approx(5.5, abs=4 * BLUR)
    assert told["overlap_share"] * SECONDS == pytest.approx(1.0, abs=4 * BLUR)
    assert told["patient_median_pitch_hz"] == pytest.approx(120, rel=0.01)
    assert told["therapist_median_pitch_hz"] == pytest.approx(210, rel=0.01)
    assert told["crosstalk_db"] == 10
    # Between 5.0 and 5.5 the turn changes: that silence is nobody's pause.
    assert pair.pauses("patient") == pytest.approx([0.8], abs=2 * BLUR)


def test_how_far_open_a_microphone_is_does_not_matter(pair: Voice) -> None:
    mixed = np.column_stack([FIRST + 0.1 * SECOND + hiss(1), 20 * (SECOND + 0.1 * FIRST + hiss(2))])
    assert np.array_equal(voice(mixed, RATE).speech, pair.speech)


@settings(max_examples=5, deadline=None)
@given(st.floats(0.05, 20))
def test_a_louder_recording_has_the_same_speech_and_pitch(gain: float) -> None:
    row = FIRST[: int(6 * RATE)] + hiss(0)[: int(6 * RATE)]
    one, other = voice(row, RATE), voice(gain * row, RATE)
    assert np.array_equal(one.speech, other.speech)
    assert np.allclose(one.pitch, other.pitch, equal_nan=True, rtol=1e-6)
    there = np.isfinite(one.intensity)
    assert np.allclose(other.intensity[there] - one.intensity[there], 20 * np.log10(gain), atol=1e-6)


def test_two_channels_with_the_same_sound_are_not_two_speakers() -> None:
    found = voice(np.column_stack([FIRST + hiss(0), 0.3 * (FIRST + hiss(0))]), RATE)
    assert found.speakers == ("all",)
    assert "rise and fall together" in found.notes[0]


def test_a_silent_channel_is_a_silent_speaker() -> None:
    found = voice(np.column_stack([FIRST + hiss(0), np.zeros_like(FIRST)]), RATE)
    assert found.summary()["speaker2_speech_share"] == 0
    assert found.summary()["speaker2_median_pitch_hz"] is None
    assert found.summary()["speaker1_turns"] == 3
    assert "speaker2: the channel is silent throughout" in found.notes


def test_a_sound_that_never_falls_is_said_to() -> None:
    assert "never falls" in voice(tone(120, [(0, 2)], RATE, 2.0), RATE).notes[-1]


def test_a_real_reader_as_a_script_in_praats_own_language_has_it(tmp_path: Path) -> None:
    praat = pytest.importorskip("parselmouth")
    source = recording("voice/the_north_wind_and_the_sun.wav")
    script = ROOT / "validation" / "praat" / "make.praat"
    praat.praat.run_file(str(script), str(source), str(tmp_path / "frames.csv"))
    table = np.genfromtxt(tmp_path / "frames.csv", delimiter=",", skip_header=1)
    sound = praat.Sound(str(source))
    found = voice(sound.values[0], sound.sampling_frequency)
    # The same program by two ways; the table has 12 decimals.
    assert np.allclose(found.times, table[:, 0], rtol=0, atol=1e-9)
    spoken = np.where(found.speech[:, 0], table[:, 1], np.nan)
    assert np.allclose(found.pitch[:, 0], spoken, rtol=0, atol=1e-9, equal_nan=True)
    # Praat reads a value up to half a frame beyond the first and the last; mirra leaves those missing.
    inner = np.isfinite(found.intensity[:, 0])
    assert inner.sum() >= np.isfinite(table[:, 2]).sum() - 1
    assert np.allclose(found.intensity[inner, 0], table[inner, 2], rtol=0, atol=1e-9)
    assert found.summary()["speaker_speech_share"] > 0.9
    assert 160 < found.summary()["speaker_median_pitch_hz"] < 220


@pytest.mark.parametrize(
    ("row", "more", "words"),
    [
        (np.zeros(32000), {}, "silence throughout"),
        (np.full(32000, np.nan), {}, r"no sample at 0\.000 s"),
        (np.ones(4000), {}, "too short"),
        (np.ones((32000, 2, 2)), {}, "3 dimensions"),
        (FIRST, {"rate": 1000.0}, "holds no voice"),
        (FIRST, {"rate": float("inf")}, "holds no voice"),
        (FIRST, {"pitch": (600.0, 75.0)}, "Pitch cannot"),
        (FIRST, {"pitch": (75.0, 9000.0)}, "Pitch cannot"),
        (FIRST, {"pause": 0.0}, "must be positive"),
        (FIRST, {"speakers": ("a", "b")}, "as many different names"),
        (np.column_stack([FIRST, SECOND]), {"speakers": ("a", "a")}, "as many different names"),
    ],
)
def test_what_is_no_voice_is_refused(row: Any, more: dict[str, Any], words: str) -> None:
    with pytest.raises(SignalError, match=words):
        voice(row, **{"rate": RATE, **more})


def test_without_parselmouth_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[voice\]'"):
        voice(FIRST, RATE)


def test_table_signal_and_picture(pair: Voice, tmp_path: Path) -> None:
    pair.to_csv(tmp_path / "speech.csv")
    lines = (tmp_path / "speech.csv").read_text().splitlines()
    assert lines[0] == "speaker,start,stop,seconds"
    assert len(lines) == len(pair.turns) + 1
    signal = pair.signal
    assert signal.channels[:3] == ("patient_pitch", "patient_intensity", "patient_speech")
    assert np.allclose(signal.clock, pair.times)
    assert len(save(pair.plot, tmp_path / "speech")) == 2
    assert "therapist" in (tmp_path / "speech.svg").read_text()
