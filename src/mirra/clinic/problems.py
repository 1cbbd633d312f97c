"""The one shape of every answer of 400 or more, whatever went wrong and wherever."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from mirra.clinic.refusals import (
    Conflicting,
    Invalid,
    Malformed,
    NotAllowed,
    NothingHere,
    NotSignedIn,
    OutOfOrder,
    Refused,
    RetryLater,
    TooLarge,
    TooManyTries,
    UsedUp,
    WrongType,
)
from mirra.clinic.shapes.problems import Problem, ProblemBody
from mirra.clinic.store import StoreBusyError, StoreFullError
from mirra.errors import ConflictError, EventError, MirraError, StoreError

PROBLEM_OF_STATUS = {
    400: ("bad_request", "The request could not be read."),
    404: ("not_found", "There is nothing here."),
    405: ("not_allowed", "This address does not take such a request."),
    500: ("unforeseen", "Something went wrong at the clinic's server."),
}
STATUS: dict[type, int] = {
    Malformed: 400,
    NotSignedIn: 401,
    NotAllowed: 403,
    NothingHere: 404,
    Conflicting: 409,
    UsedUp: 410,
    TooLarge: 413,
    WrongType: 415,
    Invalid: 422,
    TooManyTries: 429,
    OutOfOrder: 503,
}
MAX_WHERE_LETTERS = 200
log = logging.getLogger("mirra")


def answer(
    status: int,
    code: str,
    what: str,
    where: str = "",
    todo: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response."""
    body = ProblemBody(error=Problem(code=code, what=_clean(what), where=_clean(where), todo=_clean(todo)))
    return Response(
        body.model_dump_json(), status, headers=dict(headers or {}), media_type="application/json"
    )


def of(error: Exception) -> Response:
    """The answer to an error that mirra raised."""
    match error:
        case Refused():
            headers = {"retry-after": str(error.seconds)} if isinstance(error, RetryLater) else None
            return answer(_status(error), error.code, error.what, error.where, error.todo, headers)
        case EventError():
            return answer(422, "event_refused", error.what, error.where, error.todo)
        case ConflictError():
            return answer(409, "conflict", error.what, error.where, error.todo)
        case StoreFullError():
            log.error("the disk is full; nothing more can be kept")
            return answer(507, "disk_full", error.what, "", error.todo, {"retry-after": "60"})
        case StoreBusyError():
            return answer(503, "store_busy", error.what, "", error.todo, {"retry-after": "5"})
        case StoreError() | DBAPIError():
            log.error("the database cannot answer: %s", _cause(error))
            what, todo = "The clinic's database cannot answer now.", "Nothing is lost. Try again in a minute."
            return answer(503, "store_away", what, "", todo, {"retry-after": "10"})
        case MirraError():
            return answer(422, "refused", error.what, error.where, error.todo)
        case _:
            return answer(500, *PROBLEM_OF_STATUS[500])


def _status(refused: Refused) -> int:
    return next(STATUS[kind] for kind in type(refused).__mro__ if kind in STATUS)


def _cause(error: Exception) -> str:
    """The kind of a database's error; its words may quote what somebody sent."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return f"{type(cause).__name__} {code or ''}".strip()


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


async def _refused(_request: Request, error: Exception) -> Response:
    return of(error)


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, what = PROBLEM_OF_STATUS.get(error.status_code, ("refused", str(error.detail)))
    return answer(error.status_code, code, what, headers=error.headers)


async def _misfit(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body")[:MAX_WHERE_LETTERS]
    return answer(
        422, "misfit", f"This does not fit: {first['msg']}.", field, "Correct it and send it again."
    )


def register(app: FastAPI) -> None:
    """Let every error of this app come out in the one shape."""
    app.add_exception_handler(MirraError, _refused)
    app.add_exception_handler(DBAPIError, _refused)
    app.add_exception_handler(RequestValidationError, _misfit)
    app.add_exception_handler(HTTPException, _http)
