"""Draws the pictures of left/right judgement, from the postures of the catalogue and the mesh.

    python -m tools.stimuli --mesh FOLDER               draws what is missing or was drawn from other postures
    python -m tools.stimuli --mesh FOLDER --anew        draws all of them
    python -m tools.stimuli --sheet sheet.png           shows what is there: a row a posture and tone

FOLDER holds the MakeHuman base mesh, rig and weights (CC0); they do not enter this repository.
Needs the extra ``video``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from mirra.arrays import Picture
from mirra.catalogue.load import load
from mirra.catalogue.stimulus import Stimulus
from tools import png
from tools.renderer import body
from tools.renderer.film import write_cut_out
from tools.renderer.stimuli import Easel

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "web" / "public" / "assets" / "stimuli"
LIST = ROOT / "src" / "mirra" / "catalogue" / "stimuli" / "drawn.toml"
BACKGROUNDS = ((250, 250, 250), (18, 20, 24))  # what the pictures are made to be seen on: light and dark
PART = 2  # of the pixels of a picture each way, one in so many is on the sheet


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def picture(one: Stimulus) -> Picture:
    """The picture (height, width, 4) as it is kept: 8-bit sRGB and cover."""
    with av.open(str(FOLDER / one.file)) as container:
        (frame,) = container.decode(video=0)
        return np.asarray(frame.to_ndarray(format="rgba"), np.uint8)


def before(background: tuple[int, int, int], seen: Picture) -> Picture:
    """A picture (height, width, 3): one with cover, before a plain background, as a browser lays it."""
    share = seen[:, :, 3:].astype(float) / 255
    laid = seen[:, :, :3] * share + np.array(background, float) * (1 - share)
    return np.round(laid).astype(np.uint8)


def kept(stimuli: Sequence[Stimulus]) -> dict[tuple[str, ...], Stimulus]:
    """Those of the pictures whose files are those that were written, by what they show."""
    there = (one for one in stimuli if (FOLDER / one.file).is_file())
    return {one.shows: one for one in there if sha256(FOLDER / one.file) == one.sha256}


def draw(mesh: Path, *, anew: bool) -> None:
    """Draw what is missing or out of date, or all ``anew``; remove what belongs to no posture, and write the list."""
    catalogue = load()
    done = {} if anew else kept(catalogue.stimuli)
    easel = Easel(body.load(mesh))
    FOLDER.mkdir(exist_ok=True)
    every = list(catalogue.postures.combinations())
    for number, names in enumerate(every, 1):
        if names in done:
            continue
        limb, posture, view, tone = names
        drawn = catalogue.postures.of(limb)
        seen = easel.picture(limb, drawn.postures[posture], drawn.views[view], catalogue.postures.tones[tone])
        name = "_".join(names)
        write_cut_out(seen, FOLDER / f"{name}.webp")
        done[names] = Stimulus(
            limb=limb,
            posture=posture,
            view=view,
            tone=tone,
            sha256=sha256(FOLDER / f"{name}.webp"),
            drawn_from=catalogue.postures.digest(*names),
        )
        write_list([done[each] for each in every if each in done])
        print(f"{number} of {len(every)}: {name}", flush=True)
    write_list([done[each] for each in every])
    for stray in set(FOLDER.iterdir()) - {FOLDER / one.file for one in done.values()}:
        stray.unlink()


def write_list(stimuli: Sequence[Stimulus]) -> None:
    """Write the list of pictures, which the catalogue reads."""
    text = "# Written by tools/stimuli.py: what each picture shows, always of a right limb.\n"
    for one in stimuli:
        fields = one.model_dump().items()
        text += "\n[[pictures]]\n" + "".join(f'{name} = "{value}"\n' for name, value in fields)
    LIST.write_text(text, encoding="utf-8")


def sheet(target: Path) -> None:
    """Write a contact sheet of every picture: a row a posture and tone, each view before both backgrounds."""
    rows: dict[tuple[str, ...], list[Picture]] = {}
    for one in load().stimuli:
        row = rows.setdefault((one.limb, one.posture, one.tone), [])
        row += [before(background, picture(one))[::PART, ::PART] for background in BACKGROUNDS]
    widest = max(len(row) for row in rows.values())
    blank = np.full_like(next(iter(rows.values()))[0], 128)
    whole = np.vstack([np.hstack([*row, *[blank] * (widest - len(row))]) for row in rows.values()])
    png.write(whole, target)


def main(words: list[str] | None = None) -> None:
    """Draw what is asked for, saying how far it is."""
    parser = argparse.ArgumentParser(description="Draws the pictures of left/right judgement.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--mesh", type=Path, help="folder of base.obj, default.mhskel and default_weights.mhw")
    parser.add_argument("--anew", action="store_true", help="draw also what is up to date")
    what.add_argument("--sheet", type=Path, help="PNG file to write the contact sheet to")
    asked = parser.parse_args(words)
    if asked.mesh:
        draw(asked.mesh, anew=asked.anew)
    elif asked.sheet:
        sheet(asked.sheet)
    else:
        sys.exit("Nothing was asked for: name --mesh or --sheet.")


if __name__ == "__main__":
    main()
