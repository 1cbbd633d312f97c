"""Putting the app together."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.clinic.app import create_app
from mirra.clinic.settings import Settings
from mirra.errors import CatalogueError, StoreError
from tests.clinic.world import World, static


def test_a_clinics_own_catalogue_is_used(tmp_path: Path) -> None:
    overlay = tmp_path / "ours" / "conditions"
    overlay.mkdir(parents=True)
    built_in = Path(__file__).parents[2] / "src/mirra/catalogue/conditions/stroke.toml"
    text = built_in.read_text("utf-8").replace('name = "Stroke"', 'name = "After a stroke"')
    (overlay / "stroke.toml").write_text(text, "utf-8")
    world = World(tmp_path, options={"catalogue": tmp_path / "ours"})
    found = {one["id"]: one["name"] for one in world.staff().get("/api/conditions").json()}
    assert found["stroke"] == "After a stroke"
    world.clinic.store.close()


@pytest.mark.parametrize(
    ("change", "error"),
    [({"catalogue": Path("/no/such/folder")}, CatalogueError), ({"database": "nonsense"}, StoreError)],
)
def test_a_part_that_is_not_in_order_is_said_at_the_start(
    tmp_path: Path, change: dict[str, str], error: type[Exception]
) -> None:
    good = {"database": f"sqlite:///{tmp_path}/mirra.sqlite", "static": static(tmp_path / "static")}
    with pytest.raises(error):
        create_app(Settings(**good | change))  # type: ignore[arg-type]


def test_there_are_no_pages_that_fetch_from_elsewhere(world: World) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert world.nobody().get(path).status_code == 404
