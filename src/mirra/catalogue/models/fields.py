"""What the shapes of several files share: sides, limbs, ids and other fields with their limits and units."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Judged = Literal["hand", "foot"]  # what the pictures of left/right judgement show
View = Literal["mirror", "flip", "plain"]
Placement = Literal["facing", "above", "lid", "feet"]
Check = Literal["in_view", "side", "own_view", "light", "distance"]
Movement = Literal["one_sided", "two_sided"]
AffectedLimb = Literal["any", "there", "gone"]
SideOrBoth = Literal["both", "left", "right"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
Text = Annotated[str, Field(min_length=1, max_length=600)]
Seconds = Annotated[int, Field(ge=5, le=600, description="whole seconds")]
Minutes = Annotated[int, Field(ge=1, le=60, description="whole minutes")]


class Frozen(BaseModel):
    """An immutable model: unknown fields are refused, and so are numbers that are none."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


def unit(field: FieldInfo) -> str:
    """The unit of a field, as its description says, also where the field may be left out; empty where it has none."""
    inner = [part for kind in get_args(field.annotation) for part in getattr(kind, "__metadata__", ())]
    described = (part.description for part in (field, *inner) if isinstance(part, FieldInfo))
    return next((said for said in described if said), "")
