"""What those who are followed up were asked and answered, and their stories."""

import json
from collections.abc import Sequence
from typing import Any

from bot.programmes import CheckInRecord, Share, State, Story

from .queries import Queries
from .records import maybe_moment, milliseconds, moment

ANSWERS = ("state", "next", "need", "need_topic")
"""What may be changed later; what it was before is kept."""


class CheckInTable(Queries):
    """Check-ins by enrolment and step, one story an enrolment."""

    def check_ins(self, programme: str = "") -> list[CheckInRecord]:
        """All check-ins that were asked, or a programme's, in the order they were asked."""
        return self._check_ins("? IN ('', programme) ORDER BY asked_at, enrolment", programme)

    def check_ins_of(self, enrolments: Sequence[int]) -> list[CheckInRecord]:
        """The check-ins of some enrolments, in the order they were asked."""
        marks = ", ".join("?" * len(enrolments))
        return self._check_ins(f"enrolment IN ({marks}) ORDER BY asked_at, step", *enrolments) if enrolments else []

    def save_check_in(self, record: CheckInRecord, now: int) -> None:
        """Keep a check-in. An answer that replaces another leaves the earlier one in the history."""
        row = {
            "enrolment": record.enrolment,
            "programme": record.programme,
            "step": record.step,
            "asked_at": milliseconds(record.asked_at),
            "answered_at": milliseconds(record.answered_at) if record.answered_at else None,
            "state": record.state,
            "goal": record.goal,
            "next": record.next,
            "need": record.need,
            "need_topic": record.need_topic,
            "to_person": int(record.to_person),
            "reminders": record.reminders,
            "silent": int(record.silent),
        }
        before = self._rows("SELECT * FROM check_ins WHERE enrolment = ? AND step = ?", record.enrolment, record.step)
        was = {key: before[0][key] for key in ANSWERS if before and before[0][key] not in (None, "", row[key])}
        if was:
            self._change(
                "INSERT INTO check_in_history (enrolment, step, at, was) VALUES (?, ?, ?, ?)",
                *(record.enrolment, record.step, now, json.dumps(was, ensure_ascii=False)),
            )
        self._db.table("check_ins").upsert(row, pk=("enrolment", "step"))

    def check_in_history(self, enrolment: int, step: str) -> list[dict[str, str]]:
        """What was answered before it was changed, oldest first: only what changed."""
        rows = self._rows(
            "SELECT was FROM check_in_history WHERE enrolment = ? AND step = ? ORDER BY id", enrolment, step
        )
        return [json.loads(row["was"]) for row in rows]

    def stories(self, programme: str = "") -> list[Story]:
        """All stories, or a programme's, also those that nobody may read: see Story.is_shown."""
        return self._stories("? IN ('', programme) ORDER BY at, enrolment", programme)

    def stories_of(self, enrolments: Sequence[int]) -> list[Story]:
        """The stories of some enrolments."""
        marks = ", ".join("?" * len(enrolments))
        return self._stories(f"enrolment IN ({marks}) ORDER BY at", *enrolments) if enrolments else []

    def save_story(self, story: Story) -> None:
        """Keep an enrolment's story."""
        row = {
            "enrolment": story.enrolment,
            "programme": story.programme,
            "words": story.words,
            "share": story.share,
            "name": story.name,
            "at": milliseconds(story.at),
            "withdrawn_at": milliseconds(story.withdrawn_at) if story.withdrawn_at else None,
        }
        self._db.table("stories").upsert(row, pk="enrolment")

    def _check_ins(self, condition: str, *values: object) -> list[CheckInRecord]:
        return [_check_in(row) for row in self._rows(f"SELECT * FROM check_ins WHERE {condition}", *values)]

    def _stories(self, condition: str, *values: object) -> list[Story]:
        return [_story(row) for row in self._rows(f"SELECT * FROM stories WHERE {condition}", *values)]


def _check_in(row: dict[str, Any]) -> CheckInRecord:
    return CheckInRecord(
        enrolment=row["enrolment"],
        programme=row["programme"],
        step=row["step"],
        asked_at=moment(row["asked_at"]),
        answered_at=maybe_moment(row["answered_at"]),
        state=State(row["state"]) if row["state"] else None,
        goal=row["goal"],
        next=row["next"],
        need=row["need"],
        need_topic=row["need_topic"],
        to_person=bool(row["to_person"]),
        reminders=row["reminders"],
        silent=bool(row["silent"]),
    )


def _story(row: dict[str, Any]) -> Story:
    return Story(
        enrolment=row["enrolment"],
        programme=row["programme"],
        words=row["words"],
        share=Share(row["share"]),
        name=row["name"],
        at=moment(row["at"]),
        withdrawn_at=maybe_moment(row["withdrawn_at"]),
    )
