"""The fields that several shapes share: ids, names, roles and typed texts, with their limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

StaffRole = Literal["therapist", "admin"]
Role = Literal["patient", "therapist", "admin"]
PersonId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
PlanId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NoteId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
ScreeningId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
ScheduleId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
NoticeId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
DeviceId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
AccountId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Login = Annotated[str, Field(min_length=1, max_length=80)]
Password = Annotated[str, Field(min_length=1, max_length=200)]
TypedCode = Annotated[str, Field(min_length=1, max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
