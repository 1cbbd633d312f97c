"""A recording written anew with every picture reflected: times kept, sound copied. Needs PyAV."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame

from mirra.anatomy import Side
from mirra.errors import VideoError
from mirra.mirror.drawing import Mirror
from mirra.signals.video.recording import Packet, Recording

OPTIONS = {
    "libx264": {"crf": "20", "preset": "medium"},
    "libvpx-vp9": {"crf": "30", "deadline": "good", "cpu-used": "4", "row-mt": "1"},
}
STEP = 0.005  # progress is told at most this finely


class Sound:
    """One sound track on its way: copied where the target's kind can hold it, else encoded anew."""

    def __init__(self, out: OutputContainer, track: AudioStream) -> None:
        self._out = out
        context = track.codec_context
        # MP4 takes MP3 from 16 kHz on, which its list of codecs does not say.
        refused = "mp3" in context.name and context.sample_rate < 16000 and out.format.name != "matroska"
        self._copied = context.name in out.supported_codecs and not refused
        self._stream: Any
        if self._copied:
            self._stream = out.add_stream_from_template(track)
        else:
            codec, rate = ("libopus", 48000) if out.format.name == "webm" else ("aac", context.sample_rate)
            layout = {1: "mono", 2: "stereo"}.get(context.layout.nb_channels, context.layout.name)
            self._stream = out.add_stream(codec, rate=rate, layout=layout)

    def put(self, packet: Packet) -> None:
        """Pass on one packet; an empty one, at the end, is for the decoder only."""
        if not self._copied:
            for frame in packet.decode():
                self._out.mux(self._stream.encode(frame))
        elif packet.dts is not None:
            packet.stream = self._stream
            self._out.mux(packet)

    def end(self) -> None:
        """Write what the encoder still holds."""
        if not self._copied:
            self._out.mux(self._stream.encode(None))


class Clock:
    """Each picture's own time; where it has none, or goes back, the next that can be."""

    def __init__(self, time_base: Fraction, rate: Fraction) -> None:
        self.time_base = time_base
        self._usual = max(1, round(1 / rate / time_base))
        self._first: int | None = None
        self._last = 0
        self._end = 0

    @property
    def seconds(self) -> float:
        """From the first picture to the end of the last."""
        return float((self._end - (self._first or 0)) * self.time_base)

    def tick(self, frame: VideoFrame) -> int:
        """The time at which ``frame`` is to be shown, later than the one before, in ``time_base``."""
        when = frame.pts
        if self._first is None:
            self._first = when = when or 0
        elif when is None:
            when = self._last + self._usual
        elif when <= self._last:
            when = self._last + 1
        self._last, self._end = when, when + (frame.duration or self._usual)
        return when


class Rewriting:
    """One pass from a recording to a file; what has been written is told by ``frames``, ``mirror`` and ``clock``."""

    def __init__(self, recording: Recording, intact: Side, midline: float, threads: int) -> None:
        self._recording, self._intact, self._midline, self._threads = recording, intact, midline, threads
        video = recording.video
        self._rate = video.average_rate or video.guessed_rate or Fraction(25)
        self.clock = Clock(video.time_base or 1 / self._rate, self._rate)
        self.frames = 0
        self.mirror: Mirror | None = None
        self._stream: Any = None
        self._sound: dict[int, Sound] = {}
        self._waiting: list[Packet] = []

    def run(self, target: Path, codec: str, progress: Callable[[float], None]) -> None:
        """Write it all to ``target``, telling ``progress`` the share done.

        Raises ``VideoError`` where the recording breaks, and what PyAV and the disk raise where it cannot be written.
        """
        reported = 0.0
        options = {"movflags": "+faststart"} if target.suffix in (".mp4", ".m4v", ".mov") else {}
        with av.open(str(target), "w", options=options) as out:
            for packet in self._recording.packets():
                self._pass_on(out, packet, codec)
                if self._recording.share - reported >= STEP:
                    reported = self._recording.share
                    progress(reported)
            if self.mirror is None:
                raise VideoError(
                    "The recording has no picture that can be read.", where=str(self._recording.path)
                )
            out.mux(self._stream.encode(None))
            for track in self._sound.values():
                track.end()
        progress(1.0)

    def _pass_on(self, out: OutputContainer, packet: Packet, codec: str) -> None:
        if packet.stream is self._recording.video:
            for frame in self._recording.pictures(packet):
                if self.mirror is None:
                    self.mirror = Mirror(frame, self._intact, self._midline, str(self._recording.path))
                    self._begin(out, frame, self.mirror, codec)
                self._draw(out, frame, self.mirror)
        elif packet.stream in self._recording.sound:
            if self.mirror is None:
                self._waiting.append(packet)  # the file's head needs the first picture before any sound
            else:
                self._sound[packet.stream.index].put(packet)

    def _draw(self, out: OutputContainer, frame: VideoFrame, mirror: Mirror) -> None:
        drawn = mirror.draw(frame)
        drawn.time_base, drawn.pts = self.clock.time_base, self.clock.tick(frame)
        drawn.duration = frame.duration
        out.mux(self._stream.encode(drawn))
        self.frames += 1

    def _begin(self, out: OutputContainer, frame: VideoFrame, mirror: Mirror, codec: str) -> None:
        """Add the tracks to the file, the picture's as ``frame`` asks."""
        codec = codec if codec in av.codecs_available else out.default_video_codec
        stream: Any = out.add_stream(codec, rate=self._rate, options=OPTIONS.get(codec, {}))
        self._stream = stream
        stream.width, stream.height, stream.pix_fmt = mirror.width, mirror.height, "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = self.clock.time_base
        context.thread_count = self._threads
        context.color_range = 2 if mirror.full_range else 1
        if frame.format.is_rgb:
            context.colorspace = 1
        else:
            context.colorspace = frame.colorspace
            context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
        shape = self._recording.video.sample_aspect_ratio
        if shape:
            context.sample_aspect_ratio = 1 / shape if mirror.turns % 2 else shape
        self._sound = {track.index: Sound(out, track) for track in self._recording.sound}
        for packet in self._waiting:
            self._sound[packet.stream.index].put(packet)
        self._waiting.clear()
