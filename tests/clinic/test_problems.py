"""The one shape of every refusal."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from mirra.clinic import problems
from mirra.clinic.problems import Refused
from mirra.clinic.shapes.problems import ProblemBody
from mirra.clinic.store import StoreFullError
from mirra.errors import CatalogueError, ConflictError, EventError, MirraError, PlanError, StoreError


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Refused(418, "teapot", "No coffee."), 418, "teapot"),
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


def test_headers_of_a_refusal_are_sent() -> None:
    refused = Refused(429, "too_many_tries", "Wait.", headers={"retry-after": "7"})
    assert problems.of(refused).headers["retry-after"] == "7"
