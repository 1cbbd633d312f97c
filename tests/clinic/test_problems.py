"""The one shape of every refusal."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from mirra.clinic import problems
from mirra.clinic.refusals import (
    Conflicting,
    Invalid,
    Malformed,
    NotAllowed,
    NothingHere,
    NotSignedIn,
    OutOfOrder,
    Refused,
    TooLarge,
    TooManyTries,
    UsedUp,
    WrongType,
)
from mirra.clinic.shapes.problems import ProblemBody
from mirra.clinic.store import StoreFullError
from mirra.errors import CatalogueError, ConflictError, EventError, MirraError, PlanError, StoreError


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Malformed("x", "x"), 400, "x"),
        (NotSignedIn("x", "x"), 401, "x"),
        (NotAllowed("x", "x"), 403, "x"),
        (NothingHere(), 404, "not_found"),
        (NothingHere("x", "x"), 404, "x"),
        (Conflicting("x", "x"), 409, "x"),
        (UsedUp("x", "x"), 410, "x"),
        (TooLarge("x", "x"), 413, "x"),
        (WrongType("x", "x"), 415, "x"),
        (Invalid("x", "x"), 422, "x"),
        (TooManyTries("x", "x", seconds=7), 429, "x"),
        (OutOfOrder("x", "x", seconds=7), 503, "x"),
        (EventError("x"), 422, "event_refused"),
        (ConflictError("x"), 409, "conflict"),
        (StoreFullError("x"), 507, "disk_full"),
        (StoreError("x"), 503, "store_away"),
        (OperationalError("INSERT secret", {"a": "secret"}, Exception("secret")), 503, "store_away"),
        (PlanError("x"), 422, "refused"),
        (CatalogueError("x"), 422, "refused"),
        (MirraError("x"), 422, "refused"),
        (ValueError("secret"), 500, "unforeseen"),
    ],
)
def test_each_error_has_its_status_and_says_no_more_than_it_should(
    error: Exception, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = problems.of(error)
    told = ProblemBody.model_validate_json(bytes(answer.body)).error
    assert (answer.status_code, told.code) == (status, code)
    assert told.what
    assert "secret" not in bytes(answer.body).decode() + caplog.text


def test_half_a_sign_does_not_spoil_the_answer() -> None:
    answer = problems.answer(400, "bad_request", "\ud800", "\udfff")
    assert ProblemBody.model_validate_json(bytes(answer.body)).error.what == "?"


def test_every_kind_of_refusal_has_a_status() -> None:
    kinds: list[type] = [Refused]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert len(kinds) > 10
    assert {kind for kind in kinds if not kind.__subclasses__()} == set(problems.STATUS)


def test_a_refusal_that_ends_by_itself_says_when() -> None:
    assert problems.of(TooManyTries("x", "Wait.", seconds=7)).headers["retry-after"] == "7"
