"""Draws the loops that show each exercise, from the motions of the catalogue and the mesh.

    python -m tools.demonstrations --mesh FOLDER               draws what is missing or out of date
    python -m tools.demonstrations --sheet sheet.png           shows what is there: one row an exercise

FOLDER holds the MakeHuman base mesh, rig and weights (CC0); they do not enter this repository.
Needs the extra ``video``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from mirra.catalogue.load import load
from mirra.catalogue.motion import Loop, Motion
from tools import png
from tools.renderer import body
from tools.renderer.film import write_film, write_still
from tools.renderer.loops import HALF, RATE, Studio
from tools.renderer.posing import pose_at

ROOT = Path(__file__).resolve().parent.parent
LOOPS = ROOT / "web" / "public" / "assets" / "loops"
LIST = ROOT / "src" / "mirra" / "catalogue" / "loops" / "drawn.toml"
SHOWN = 8  # moments of a loop on the sheet


def seconds(motion: Motion) -> float:
    """How long the loop of a motion is: as long as its exercise asks for, or as the motion says."""
    if motion.seconds is not None:
        return motion.seconds
    return load().exercises[motion.id].tempo * motion.repetitions


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def up_to_date(motion: Motion, loops: Mapping[str, Loop]) -> bool:
    """Whether the loop was drawn from this motion and its files are those that were written then."""
    made, film, still = loops.get(motion.id), *files(motion.id)
    if made is None or not (film.is_file() and still.is_file()):
        return False
    same = (made.motion, made.seconds) == (motion.digest, seconds(motion))
    return same and (made.film, made.still) == (sha256(film), sha256(still))


def files(name: str) -> tuple[Path, Path]:
    """Where the film and the still picture of a motion lie."""
    return LOOPS / f"{name}.webm", LOOPS / f"{name}.webp"


@lru_cache
def studio(mesh: Path) -> Studio:
    """The studio of a process."""
    return Studio(body.load(mesh))


def draw(mesh: Path, motion: Motion) -> tuple[str, Loop]:
    """Draw one loop and write its files."""
    film, still = files(motion.id)
    lasts = seconds(motion)
    write_film(studio(mesh).loop(motion, lasts), film, RATE)
    write_still(studio(mesh).picture(motion, pose_at(motion, motion.still))[:, HALF:], still)
    return motion.id, Loop(motion=motion.digest, seconds=lasts, film=sha256(film), still=sha256(still))


def write_list(loops: Mapping[str, Loop]) -> None:
    """Write the list of loops, which the catalogue reads."""
    text = "# Written by tools/demonstrations.py: what each loop was drawn from.\n"
    for name, loop in sorted(loops.items()):
        text += f'\n[loops.{name}]\nmotion = "{loop.motion}"\nseconds = {float(loop.seconds)}\n'
        text += f'film = "{loop.film}"\nstill = "{loop.still}"\n'
    LIST.write_text(text, encoding="utf-8")


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    """The pictures (480, 320, 3) of a loop's right half."""
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return [np.asarray(frame.to_ndarray(format="rgb24")[:, HALF:], np.uint8) for frame in frames]


def sheet(names: list[str], target: Path) -> None:
    """Write a contact sheet: a row for each loop, a column for each of its moments, in the order of ``names``."""
    rows = []
    for name in names:
        all_of_it = pictures(files(name)[0])
        chosen = [all_of_it[len(all_of_it) * at // SHOWN][::2, ::2] for at in range(SHOWN)]
        rows.append(np.hstack(chosen))
    whole = np.vstack(rows)
    png.write(whole, target)


def drawn(mesh: Path, motions: list[Motion], jobs: int) -> Iterator[tuple[str, Loop]]:
    """Draw loops in several processes, each given as soon as it is there."""
    with ProcessPoolExecutor(jobs) as pool:
        for done in [pool.submit(draw, mesh, motion) for motion in motions]:
            yield done.result()


def main(words: list[str] | None = None) -> None:
    """Draw what is asked for, saying how far it is."""
    parser = argparse.ArgumentParser(description="Draws the loops that show each exercise.")
    parser.add_argument(
        "--mesh", type=Path, help="folder of base.obj, default.mhskel and default_weights.mhw"
    )
    parser.add_argument(
        "--only", nargs="*", default=[], help="ids of motions; all that are out of date if left out"
    )
    parser.add_argument("--sheet", type=Path, help="PNG file to write the contact sheet to")
    parser.add_argument("--jobs", type=int, default=1, help="processes that draw at the same time")
    asked = parser.parse_args(words)
    catalogue = load()
    chosen = [one for name, one in catalogue.motions.items() if not asked.only or name in asked.only]
    if asked.mesh:
        loops = {name: loop for name, loop in catalogue.loops.items() if name in catalogue.motions}
        wanted = [one for one in chosen if asked.only or not up_to_date(one, loops)]
        LOOPS.mkdir(exist_ok=True)
        for number, (name, loop) in enumerate(drawn(asked.mesh, wanted, asked.jobs), 1):
            loops[name] = loop
            write_list(loops)
            print(
                f"{number} of {len(wanted)}: {name}, {files(name)[0].stat().st_size / 1000:.0f} kB",
                flush=True,
            )
    if asked.sheet:
        sheet([one.id for one in chosen], asked.sheet)
    if not (asked.mesh or asked.sheet):
        sys.exit("Nothing was asked for: name --mesh or --sheet.")


if __name__ == "__main__":
    main()
