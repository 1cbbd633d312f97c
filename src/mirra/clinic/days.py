"""Calendar days by the clinic's own clock: when one begins, and which are "the last 7 days"."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo


class _Server(tzinfo):
    """The server's own time zone, by its clock: with the offset that holds at each moment, summer time included."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at this wall time."""
        return moment.replace(tzinfo=None).astimezone().utcoffset() if moment else None

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Not known apart from the offset."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """The short name that the system gives it."""
        return moment.replace(tzinfo=None).astimezone().tzname() if moment else None

    def fromutc(self, moment: datetime) -> datetime:
        """Wall time for a time of UTC; the second pass through a repeated hour has ``fold`` 1."""
        wall = moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)
        again = wall.replace(fold=1)
        return wall if wall.astimezone(UTC) == moment.replace(tzinfo=UTC) else again


SERVER = _Server()
WEEK_DAYS = 7  # today included


def midnight(moment: datetime, zone: tzinfo | None, days: int = 0) -> datetime:
    """When the day began on which a moment lies, or the one so many days later, in a zone (none: the server's own).

    Days are counted by the calendar, so one may have 23 or 25 hours. The answer is in UTC.
    """
    wall = datetime.combine(moment.astimezone(zone).date() + timedelta(days=days), time())
    return (wall.replace(tzinfo=zone) if zone else wall).astimezone(UTC)


def week_began(now: datetime, zone: tzinfo | None) -> datetime:
    """When the last 7 days began, of which today is the last."""
    return midnight(now, zone, 1 - WEEK_DAYS)


def week_after(moment: datetime, zone: tzinfo | None) -> datetime:
    """From when on a moment is no longer within the last 7 days."""
    return midnight(moment, zone, WEEK_DAYS)
