"""Our own pictures of a right forearm and hand, posed by joint angles; the left is the exact flip.

The drawn hand that stands in where there is no camera is made anew from the CC0 MakeHuman mesh by::

    python -m mirra.mirror.limbs --mesh FOLDER --out web/public/assets/drawn_hand.webm

It is the person's own view: wrist below, fingers up, back of the hand seen, thumb to the left, the hand in the right
half so that the mirror's midline can be the middle. Needs ``pip install 'mirra[video]'``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.errors import MissingExtra
from mirra.mirror.body import Body, Floats, load, rotation, skin, subdivide
from mirra.mirror.scene import Camera, photograph, table

WIDTH, HEIGHT, RATE, SECONDS = 640, 480, 30, 8
FINGERS = (2, 3, 4, 5)
ARM = ("lowerarm", "wrist", "metacarpal", "finger")


@dataclass(frozen=True)
class Pose:
    """Joint angles of a hand in degrees; all zero is the mesh at rest, fingers slightly bent.

    ``bend`` per finger, index to little, of its knuckle, middle and end joint, positive towards the palm;
    ``spread`` of the fingers away from the middle one; ``thumb`` of its three joints towards the palm;
    ``across`` of the thumb's first joint, positive under the palm; ``wrist`` up (extension, positive), to the thumb's
    side (positive); ``roll`` of the forearm, positive palm up (supination).
    """

    bend: tuple[tuple[float, float, float], ...] = ((0.0, 0.0, 0.0),) * 4
    spread: float = 0.0
    thumb: tuple[float, float, float] = (0.0, 0.0, 0.0)
    across: float = 0.0
    wrist: tuple[float, float] = (0.0, 0.0)
    roll: float = 0.0

    def mixed(self, other: Pose, share: float) -> Pose:
        """The pose ``share`` (0 to 1) of the way to ``other``."""

        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Pose(*(_mix(mine, its, share) for mine, its in pairs))


def _mix(mine: Any, its: Any, share: float) -> Any:  # noqa: ANN401 - numbers in tuples in tuples
    if isinstance(mine, tuple):
        return tuple(_mix(a, b, share) for a, b in zip(mine, its, strict=True))
    return mine + share * (its - mine)


def fingers(knuckle: float, middle: float, end: float) -> tuple[tuple[float, float, float], ...]:
    """The same bend for all four fingers, in degrees."""
    return ((knuckle, middle, end),) * 4


POSES = {
    "rest": Pose(),
    "open": Pose(fingers(-10, -9, -4), spread=2, thumb=(-8, -5, -5)),
    "spread": Pose(fingers(-16, -14, -8), spread=12, thumb=(-14, -10, -10)),
    "fist": Pose(fingers(72, 88, 55), spread=-3, thumb=(14, 30, 40), across=28),
    "point": Pose(((-14, -12, -6), *fingers(72, 88, 55)[1:]), thumb=(14, 30, 40), across=28),
    "pinch": Pose(((38, 35, 20), (10, 10, 5), (5, 5, 5), (0, 0, 0)), thumb=(10, 15, 15), across=30),
}


@dataclass(frozen=True)
class Hand:
    """The right forearm and hand of a body, and the hand's own directions at rest (unit vectors)."""

    body: Body
    along: Floats = field(init=False)
    dorsal: Floats = field(init=False)
    thumbward: Floats = field(init=False)

    def __post_init__(self) -> None:
        head = {name: bone.head for name, bone in self.body.bones.items()}
        along = _unit(head["finger3-1.R"] - head["wrist.R"])
        across = head["finger2-1.R"] - head["finger5-1.R"]
        thumbward = _unit(across - along * (across @ along))
        object.__setattr__(self, "along", along)
        object.__setattr__(self, "thumbward", thumbward)
        object.__setattr__(self, "dorsal", np.cross(along, thumbward))

    @classmethod
    def of(cls, body: Body) -> Hand:
        """The right forearm and hand of a whole body."""
        return cls(body.only({name for name in body.bones if name.endswith(".R") and name.startswith(ARM)}))

    def turns(self, pose: Pose) -> dict[str, Floats]:
        """What each bone turns by, for ``skin``."""
        turned = {}
        for finger, bends in zip(FINGERS, pose.bend, strict=True):
            aside = rotation(self.dorsal, np.radians(pose.spread * (3 - finger + (finger == 3) * 0.3)))
            for joint, bend in enumerate(bends, 1):
                name = f"finger{finger}-{joint}.R"
                curl = rotation(self._axis(name), np.radians(bend))
                turned[name] = aside @ curl if joint == 1 else curl
        turned |= self._thumb(pose)
        up, side = np.radians(pose.wrist)
        turned["wrist.R"] = rotation(self.thumbward, -up) @ rotation(self.dorsal, side)
        turned["lowerarm02.R"] = rotation(self.along, np.radians(pose.roll))
        return turned

    def _axis(self, name: str) -> Floats:
        bone = self.body.bones[name]
        return _unit(np.cross(_unit(bone.tail - bone.head), -self.dorsal))

    def _thumb(self, pose: Pose) -> dict[str, Floats]:
        first = self.body.bones["finger1-1.R"]
        way = _unit(first.tail - first.head)
        axis = _unit(np.cross(way, -self.thumbward * 0.8 - self.dorsal * 0.6))
        under = rotation(self.along, -np.radians(pose.across))
        turned = {
            f"finger1-{joint}.R": rotation(axis, np.radians(bend)) for joint, bend in enumerate(pose.thumb, 1)
        }
        turned["finger1-1.R"] = under @ turned["finger1-1.R"]
        return turned


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / np.linalg.norm(vector)
    return unit


def tint(body: Body) -> tuple[Floats, Floats]:
    """Where the skin is redder (n,), 0 to 1: finger tips and knuckles; and its fine mottling (n,), about -1 to 1."""
    flush = np.zeros(len(body.rest))
    for name, bone in body.bones.items():
        if name.startswith("finger") and name.endswith(".R"):
            for place, reach, much in (
                (bone.head, 0.085, 0.45),
                (bone.tail, 0.12, 0.75 if "-3" in name else 0.0),
            ):
                near = np.exp(-(((body.rest - place) ** 2).sum(axis=1)) / (2 * reach**2))
                flush = np.maximum(flush, much * near)
    rng = np.random.default_rng(7)
    waves = rng.standard_normal((24, 3)) * np.repeat([6.0, 14.0, 26.0], 8)[:, None]
    grain = np.sin(body.rest @ waves.T + rng.uniform(0, 2 * np.pi, 24)).sum(axis=1) / np.sqrt(24)
    return flush, grain


@dataclass(frozen=True)
class Moment:
    """Where a hand is in a loop: its pose, and how it stands over the table (degrees, dm)."""

    pose: Pose
    turn: float
    tip: float
    lean: float
    shift: tuple[float, float, float]


def moment(phase: float) -> Moment:
    """The drawn hand at ``phase`` (0 to 1) of its loop: it closes to a loose fist twice, and drifts a little.

    Every term has a whole number of periods, so the end meets the beginning in place and in speed.
    """
    wave = 2 * np.pi * phase
    closing = _eased((1 - np.cos(2 * wave)) / 2) ** 1.4  # fingers look closed half way, so open lasts as long
    wide = POSES["open"].mixed(POSES["spread"], (1 + np.cos(wave)) / 2)
    pose = replace(wide.mixed(POSES["fist"], 0.9 * closing), wrist=(4 + 5 * np.sin(wave) + 8 * closing, 2.0))
    shift = (
        0.05 * np.sin(wave),
        0.05 * np.sin(wave + 1.1),
        0.72 + 0.08 * closing + 0.03 * np.sin(2 * wave + 0.6),
    )
    return Moment(pose, 9 + 4 * np.sin(wave), -8.0, 7 + 6 * np.sin(wave - 0.8), shift)


def _eased(share: float) -> float:
    """Between the plain wave and one that rests longer at both ends."""
    return float(0.6 * share + 0.4 * share * share * (3 - 2 * share))


def placed(hand: Hand, now: Moment) -> Floats:
    """The vertices (n, 3) of a posed hand over the table, its wrist at ``now.shift`` from the table's middle.

    ``turn`` degrees to the left, ``tip`` degrees finger tips up, ``lean`` degrees onto the little finger's side.
    """
    wrist = hand.body.bones["wrist.R"].head
    own = (skin(hand.body, hand.turns(now.pose)) - wrist) @ np.stack(
        [-hand.thumbward, hand.along, hand.dorsal], axis=1
    )
    x, y, z = np.eye(3)
    way = (
        rotation(z, np.radians(now.turn))
        @ rotation(x, np.radians(now.tip))
        @ rotation(y, np.radians(now.lean))
    )
    there: Floats = own @ way.T + now.shift
    return there


def loop(body: Body, frames: int = RATE * SECONDS) -> Iterator[NDArray[np.uint8]]:
    """The drawn hand's pictures (480, 640, 3), 8-bit sRGB, over one loop."""
    hand, camera = Hand.of(body), Camera(WIDTH, HEIGHT, 142.0, (492.0, 306.0))
    flush, grain = tint(hand.body)
    ground = table(WIDTH, HEIGHT)
    for number in range(frames):
        rough = np.column_stack([placed(hand, moment(number / frames)), flush, grain])
        fine, quads = subdivide(rough, hand.body.quads)
        yield photograph(fine[:, :3], quads, fine[:, 3], fine[:, 4], ground, camera)


def write(pictures: Iterator[NDArray[np.uint8]], target: Path, rate: int = RATE, bits: int = 330_000) -> int:
    """Encode pictures (height, width, 3) as VP9 in WebM at about ``bits`` a second; returns how many there were.

    Raises ``MissingExtra`` where PyAV is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise MissingExtra("Video needs PyAV.", todo="Install it: pip install 'mirra[video]'") from error
    with av.open(str(target), "w", format="webm") as container:
        options = {"deadline": "good", "cpu-used": "1", "row-mt": "1", "lag-in-frames": "25"}
        stream: Any = container.add_stream("libvpx-vp9", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", bits
        stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
        count = 0
        for picture in pictures:
            count += 1
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return count


def main(words: list[str] | None = None) -> None:
    """Render the drawn hand's loop, saying how far it is."""
    parser = argparse.ArgumentParser(
        prog="python -m mirra.mirror.limbs", description="Renders the drawn hand."
    )
    parser.add_argument(
        "--mesh", type=Path, required=True, help="folder of base.obj, default.mhskel and weights"
    )
    parser.add_argument("--out", type=Path, required=True, help="the WebM file to write")
    asked = parser.parse_args(words)

    def told() -> Iterator[NDArray[np.uint8]]:
        for number, picture in enumerate(loop(load(asked.mesh)), 1):
            print(f"\r{number} of {RATE * SECONDS} pictures", end="", flush=True)
            yield picture

    count = write(told(), asked.out)
    print(f"\n{count} pictures, {asked.out.stat().st_size / 1000:.0f} kB in {asked.out}")


if __name__ == "__main__":
    main()
