"""A recorded video read through once, honestly: what is damaged or cut is said, never passed over. Needs PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import av
from av.video.frame import VideoFrame

from mirra.errors import VideoError

Packet: TypeAlias = "av.Packet[Any]"

READABLE = "mov,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,gif,mxf,yuv4mpegpipe"
MAX_FRAME_PX = 8192 * 4320
# Seconds by which a recording may end before its stated length: sound and picture seldom end together.
GAP = 0.5


class Recording:
    """An opened recording: its first moving picture, its sound tracks, and how far it has been read.

    Raises ``VideoError`` where the file is no video.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        self.path = path
        try:
            self.container = av.open(
                str(path),
                metadata_errors="replace",
                options={"format_whitelist": READABLE, "protocol_whitelist": "file"},
            )
        except av.FFmpegError as error:
            raise VideoError(
                "The file is not a video that can be read.", where=str(path), todo="Is it whole, and a video?"
            ) from error
        still = av.stream.Disposition.attached_pic
        moving = [track for track in self.container.streams.video if not track.disposition & still]
        if not moving or not moving[0].codec_context:
            self.container.close()
            what = (
                "The film has a picture in a coding that is not known."
                if moving
                else "The file has no moving picture in it."
            )
            raise VideoError(what, where=str(path))
        self.video = moving[0]
        self.video.thread_type = "AUTO"
        self.video.codec_context.thread_count = threads
        self.sound = [track for track in self.container.streams.audio if track.codec_context]
        self.size = path.stat().st_size
        self.start = (self.container.start_time or 0) / av.time_base
        self.seconds = (self.container.duration or 0) / av.time_base
        self.reached = 0.0  # seconds from the start to the end of the last picture packet
        self.share = 0.0
        self._latest = 0.0

    def __enter__(self) -> Recording:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.container.close()

    def packets(self) -> Iterator[Packet]:
        """Every packet in the file's order, and an empty one for each track at the end.

        Raises ``VideoError`` naming the time where a packet cannot be read or is damaged, or the file ends early.
        """
        packets = self.container.demux()
        while True:
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError) as error:
                raise self.broken("cannot be read on") from error
            if packet is None:
                break
            if packet.is_corrupt and packet.stream in (self.video, *self.sound):
                raise self.broken("is damaged")
            self._note(packet)
            yield packet
        if self.seconds and self._latest < self._length() - GAP and self._states_length():
            raise self.broken("ends early")

    def pictures(self, packet: Packet) -> Iterator[VideoFrame]:
        """The pictures that ``packet`` completes. Raises ``VideoError`` naming the time of a damaged one."""
        try:
            frames = packet.decode()
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self.broken("is damaged") from error
        for frame in frames:
            if frame.is_corrupt:
                raise self.broken("is damaged", None if frame.time is None else frame.time - self.start)
            if frame.width * frame.height > MAX_FRAME_PX:
                raise VideoError(
                    f"The pictures of {frame.width}x{frame.height} are too large.", where=str(self.path)
                )
            yield frame

    def last_time(self) -> float:
        """Read to the end, or as far as it goes, and say how many seconds of picture could be read."""
        with suppress(VideoError):
            for _ in self.packets():
                pass
        return self.reached

    def broken(self, what: str, when: float | None = None) -> VideoError:
        """The error that says the recording breaks at ``when``, or where it has been read to, in seconds."""
        whole = f" of {self.seconds:.1f} s" if self.seconds > 0 else ""
        at = max(self.reached if when is None else when, 0.0)
        return VideoError(
            f"The film {what} at {at:.1f} s{whole}; nothing was written.",
            where=str(self.path),
            todo="Copy the file again from where it was recorded.",
        )

    def _states_length(self) -> bool:
        return bool({"mov", "matroska", "avi"} & set(self.container.format.name.split(",")))

    def _length(self) -> float:
        """Seconds from the start to the stated end; Matroska counts its length from 0, whenever it starts."""
        return self.seconds - max(self.start, 0.0) * ("matroska" in self.container.format.name)

    def _note(self, packet: Packet) -> None:
        when = packet.pts if packet.pts is not None else packet.dts
        if when is None:
            return
        end = float((when + (packet.duration or 0)) * packet.time_base) - self.start
        self._latest = max(self._latest, end)
        if packet.stream is self.video:
            self.reached = max(self.reached, end)
        done = end / self.seconds if self.seconds > 0 else (packet.pos or 0) / max(self.size, 1)
        self.share = min(max(self.share, done), 1.0)
