"""One family of named errors, each saying what happened, where, and what to do."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType


class MirraError(Exception):
    """Anything mirra refuses to do; shown to a person as it is.

    ``what`` happened, ``where`` (a file, a field, a line; may be empty) and ``todo`` (what helps).
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(what, where, todo)

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        advice = f" {self.todo}" if self.todo else ""
        return f"{where}{self.what}{advice}"

    def __reduce__(self) -> tuple[Callable[[str], "MirraError"], tuple[str]]:
        """Come whole out of another process: where and what to do are named, which pickling alone would not do."""
        return partial(type(self), where=self.where, todo=self.todo), (self.what,)


class CatalogueError(MirraError, ValueError):
    """A catalogue file says something that is not allowed, or names something that does not exist."""


class PlanError(MirraError, ValueError):
    """A session plan is not one this mirra can read."""


class ScreeningError(MirraError, ValueError):
    """A screening holds an answer that no question offers."""


class ScheduleError(MirraError, ValueError):
    """A schedule of days cannot be drawn as asked, or is not the one that was drawn."""


class EventError(MirraError, ValueError):
    """An event lies outside the closed set, outside its bounds, or over its size."""


class VideoError(MirraError, ValueError):
    """A video cannot be read or written."""


class ReadError(MirraError, ValueError):
    """A recording cannot be read: the file, the place in it and what was expected there are named."""


class SignalError(MirraError, ValueError):
    """A signal cannot serve for what is asked of it: a channel it lacks, a clock that runs backwards, nothing in it."""


class CouplingError(MirraError, ValueError):
    """Two series cannot be coupled as asked: too short for the window, constant, all missing, of unequal length."""


class SurrogateError(MirraError, ValueError):
    """This null distribution does not hold for these data; the reason is given."""


class StudyError(MirraError, ValueError):
    """A table of recordings, or the folder a study goes on in, is not what it should be."""


class EvidenceError(MirraError, ValueError):
    """Studies cannot be pooled as asked: too few, a variance that is not positive, an effect that is not a number."""


class MissingExtra(MirraError, ImportError):
    """An optional part is not installed; the message names the command that installs it."""


def optional(module: str, extra: str, purpose: str) -> ModuleType:
    """Import an optional ``module``; raises ``MissingExtra`` with the command that installs ``mirra[extra]``."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f"{purpose} needs {module.partition('.')[0]}.", todo=f"Install it: pip install 'mirra[{extra}]'"
        ) from error


class StoreError(MirraError, RuntimeError):
    """The database cannot be opened, is damaged, or cannot take what it is given."""


class ConflictError(StoreError):
    """The same event id came again with other bytes; what was stored first stays."""


class AccessError(MirraError, PermissionError):
    """Sign-in, enrolment or a right is missing, wrong, used up or expired."""


class ServeError(MirraError, OSError):
    """The server cannot start as asked, for example because the port is taken."""
