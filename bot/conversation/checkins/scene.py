"""One follow-up in the middle of a talk: what is known, what has changed, and how the script's questions are asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.choices import HUMAN
from bot.conversation.state import Conversation, Following, Heard, Turn
from bot.effects import Effect, KeepCheckIn, KeepEnrolment, KeepStory
from bot.messages import Choice, Label, Moment, Part, Reply, Rows, Say, Scripted, Value
from bot.programmes import (
    CheckInRecord,
    Enrolment,
    Hours,
    State,
    Story,
    Wishes,
    agreed_hours,
    answered,
)
from knowledge import Atlas, Plan, Programme, Question, Step

MOST_DATES = 4
"""Dates read back at once; a yearly cycle has more."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A follow-up as a message finds it, and what has come of the message so far.

    `record` is the check-in in hand, `records` all of them, oldest first, `kept` what the store has: what differs
    from it at the end is kept anew.
    """

    conversation: Conversation
    heard: Heard
    atlas: Atlas
    now: datetime
    programme: Programme
    enrolment: Enrolment
    records: tuple[CheckInRecord, ...] = ()
    record: CheckInRecord | None = None
    story: Story | None = None
    kept: tuple[object, ...] = ()
    share: str = ""
    effects: tuple[Effect, ...] = ()

    @property
    def hours(self) -> Hours:
        """When they may be written to."""
        return hours_of(self.programme, self.enrolment.wishes)

    @property
    def place(self) -> str:
        """The name of their municipality, empty if it was not told."""
        code = self.enrolment.place
        return self.atlas.municipality(code).name if code in self.atlas else ""

    @property
    def next_at(self) -> datetime | None:
        """When they will be asked next, None if they will not."""
        return min((due.at for due in self.enrolment.follow_up.planned), default=None)

    def said(self, **words: object) -> "Scene":
        """The check-in in hand with more of the answer: it is answered, and no reminder follows."""
        enrolment = replace(self.enrolment, follow_up=answered(self.enrolment.follow_up))
        if self.record is None:
            return replace(self, enrolment=enrolment)
        told = replace(self.record, answered_at=self.record.answered_at or self.now, silent=False, **words)  # type: ignore[arg-type]
        return replace(self, enrolment=enrolment, record=told)

    def of(self, **changes: object) -> "Scene":
        """The same with something of the enrolment changed."""
        return replace(self, enrolment=replace(self.enrolment, **changes))  # type: ignore[arg-type]

    def turn(self, *replies: Reply, waits: str = "") -> Turn:
        """What comes of it. `waits`: the question that words are listened to for."""
        step = self.record.step if self.record else ""
        follow = Following(self.enrolment.number, step, waits, self.share)
        replies = self.telling_which(replies)
        conversation = replace(self.conversation, follow=follow, asked="", missed=0)
        return Turn(conversation, replies, (*self.changes(), *self.effects))

    @property
    def others(self) -> tuple[Enrolment, ...]:
        """The other follow-ups of the same person in which something is still to come."""
        return tuple(each for each in self.heard.followed.active if each.number != self.enrolment.number)

    def telling_which(self, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """The replies, headed by the programme's name if the person is in others too and it is not told anyway."""
        first = replies[0] if replies else None
        if first is None or first.kind != "checkin" or not self.others:
            return replies
        if any(isinstance(part, Say) and "programme" in part.values for part in first.parts):
            return replies
        name = self.programme.text(self.conversation.language).name
        return (replace(first, parts=(Say("follow.of", {"programme": name}), *first.parts)), *replies[1:])

    def changes(self) -> tuple[Effect, ...]:
        """What is to be kept anew."""
        before = self.kept
        found: list[Effect] = []
        if self.enrolment not in before:
            found.append(KeepEnrolment(self.enrolment))
        if self.record and self.record not in before:
            found.append(KeepCheckIn(self.record))
        if self.story and self.story not in before:
            found.append(KeepStory(self.story))
        return tuple(found)


def scene_of(
    conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime, enrolment: Enrolment, step: str = ""
) -> Scene | None:
    """The follow-up of an enrolment, None if its programme is gone. `step`: the check-in in hand, else the latest."""
    programme = atlas.programme(enrolment.programme)
    if programme is None:
        return None
    records = tuple(each for each in heard.followed.check_ins if each.enrolment == enrolment.number)
    latest = records[-1] if records else None
    record = next((each for each in records if each.step == step), latest)
    story = next((each for each in heard.followed.stories if each.enrolment == enrolment.number), None)
    kept = (enrolment, record, story)
    share = conversation.follow.share if conversation.follow else ""
    return Scene(conversation, heard, atlas, now, programme, enrolment, records, record, story, kept, share)


def programme_name(enrolment: Enrolment, atlas: Atlas, language: str) -> str:
    """What the programme of an enrolment is called; its id if it is gone."""
    programme = atlas.programme(enrolment.programme)
    return programme.text(language).name if programme else enrolment.programme


def hours_of(programme: Programme, wishes: Wishes) -> Hours:
    """The agreed hours. Raises NoHours."""
    return agreed_hours(programme.plan, wishes)


def step_of(plan: Plan, key: str) -> Step | None:
    """The step that a key belongs to, None if the plan has it no more."""
    wanted = key.partition(":")[0]
    return next((step for step in plan.steps if step.id == wanted), None)


def question(scene: Scene, question_id: str, *before: Part, kind: str = "checkin") -> Reply:
    """A question of the script with its buttons, `before` said first."""
    asked = scene.atlas.script[question_id]
    language = scene.conversation.language
    words = Scripted(asked.text(language), values(scene))
    return Reply(kind, (*before, words), _choices(scene, asked, language))


def ask(scene: Scene, question_id: str, *before: Part, kind: str = "checkin") -> Turn:
    """Ask it, and listen for the answer."""
    waits = question_id if scene.atlas.script[question_id].listens else ""
    return scene.turn(question(scene, question_id, *before, kind=kind), waits=waits)


def say(scene: Scene, key: str, *choices: Choice, **told: Value) -> Turn:
    """One of the bot's own texts; what was listened for still is."""
    follow = scene.conversation.follow
    return scene.turn(Reply("checkin", (Say(key, told),), choices), waits=follow.question if follow else "")


def _choices(scene: Scene, asked: Question, language: str) -> tuple[Choice, ...]:
    index = scene.records.index(_as_kept(scene)) + 1 if _as_kept(scene) in scene.records else 0
    return tuple(
        Choice(
            f"ci:{scene.enrolment.number}:{index}:{asked.id}:{answer.id}",
            "choice.name",
            {"name": answer.label(language)},
        )
        for answer in asked.answers
    )


def _as_kept(scene: Scene) -> CheckInRecord | None:
    step = scene.record.step if scene.record else None
    return next((each for each in scene.records if each.step == step), None)


def values(scene: Scene) -> dict[str, Value]:
    """What the script's texts are filled in with."""
    enrolment, language = scene.enrolment, scene.conversation.language
    name = scene.programme.text(language).name
    route = scene.heard.desks.route(enrolment.place or None)
    steps = [each.next for each in scene.records if each.next]
    return {
        "goal": enrolment.goal or name,
        "next_step": (steps[-1] if steps else enrolment.goal or name).rstrip(".! "),
        "next_date": told_moment(scene.next_at, scene.now, scene.hours.zone),
        "dates": dates(scene),
        "municipality": scene.place or name,
        "desk": route.desk.name if route else scene.place or name,
        "keep_for": Label("follow.keep_for"),
        "privacy_link": Label("follow.privacy_link"),
        "story": shown_story(scene),
        "programme": name,
    }


def shown_story(scene: Scene) -> str:
    """The story as others would read it."""
    if scene.story is None:
        return ""
    named = scene.share == "named" and scene.story.name
    return f"{scene.story.words} — {scene.story.name}" if named else scene.story.words


def dates(scene: Scene) -> Value:
    """When they will be asked: all of it, or the first few."""
    planned = scene.enrolment.follow_up.planned[:MOST_DATES]
    lines = (Label("follow.date_line", {"at": told_moment(due.at, scene.now, scene.hours.zone)}) for due in planned)
    return Rows(tuple(lines)) if planned else Label("follow.no_date")


def told_moment(at: datetime | None, now: datetime, zone: str = "") -> Value:
    """A moment in words on the clock of a zone, with its year if that is not this one."""
    return Moment(at, year=at.year != now.year, zone=zone) if at else Label("follow.no_date")


def closing(scene: Scene, *before: Part) -> Turn:
    """Kept, and when they will be asked next."""
    turn = ask(scene, "saved" if scene.next_at else "saved-last", *before)
    if scene.record:
        return turn
    (reply,) = turn.replies
    return replace(turn, replies=(replace(reply, choices=tuple(c for c in reply.choices if "change" not in c.id)),))


def closed(conversation: Conversation, enrolment: Enrolment) -> Reply:
    """The programme is gone: said once, with a way on."""
    return Reply("checkin", (Say("follow.closed"),), (HUMAN,))


STATES = {
    "well": State.WELL,
    "slow": State.SLOW,
    "still": State.STUCK,
    "done": State.DONE,
    "yes": State.DONE,
    "partly": State.SLOW,
    "no": State.STUCK,
}
"""What the script's answers say of how it goes; the last three whether it turned out as they wanted."""
