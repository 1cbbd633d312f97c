"""What an answer holds when something went wrong."""

from __future__ import annotations

from mirra.catalogue.models.fields import Frozen, Slug


class Problem(Frozen):
    """The one error shape: what happened, where, what to do."""

    code: Slug
    what: str
    where: str = ""
    todo: str = ""


class ProblemBody(Frozen):
    """Every answer with a status of 400 or more."""

    error: Problem
