"""Whether the stages of a programme can be practised by those whom it is for."""

from __future__ import annotations

from mirra.catalogue.catalogue import Catalogue
from mirra.errors import CatalogueError


def check_programmes(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for direct movement of a limb that is gone."""
    for programme in catalogue.programmes.values():
        gone = [id for id in programme.conditions if catalogue.conditions[id].affected_limb == "gone"]
        for index, stage in enumerate(programme.stages):
            if gone and "direct_movement" in stage.practise:
                where = f"programmes/{programme.id}.toml: stages.{index}.practise"
                what = f"With {gone[0]} there is no affected limb to move directly."
                raise CatalogueError(what, where=where, todo=f"Leave {gone[0]} out of the conditions.")
