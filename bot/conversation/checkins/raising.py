"""What the bot says of its own accord: a check-in, a reminder, a goodbye."""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.conversation.state import Conversation, Following
from bot.messages import Part, Reply, Say, Value
from bot.programmes import CheckIn, CheckInRecord, Due, Ended, Enrolment, Next, Reminder, Silence, State, happened

from .scene import Scene, question, step_of


@dataclass(frozen=True, slots=True)
class Raised:
    """What has come: the follow-up and its check-ins after it, what is said (nothing of a first silence), and the
    talk that listens for the answer."""

    enrolment: Enrolment
    records: tuple[CheckInRecord, ...]
    conversation: Conversation
    reply: Reply | None = None


def raised(scene: Scene, event: Next) -> Raised:
    """What is due is done, at `scene.now`."""
    before = scene.enrolment.follow_up
    after = happened(before, event, scene.now)
    enrolment = replace(scene.enrolment, follow_up=after, language=scene.conversation.language)
    scene = replace(scene, enrolment=enrolment)
    silent = _silent(scene, event)
    if after.ended is Ended.SILENT:
        (reply,) = scene.telling_which((question(scene, "gentle-end"),))
        return Raised(enrolment, silent, _listening(scene, ""), reply)
    match event:
        case CheckIn(due):
            record = _asked(scene, due.key)
            others = tuple(each for each in silent if each.step != due.key)
            records = (*(each for each in scene.records if each.step != due.key), record)
            asking = replace(scene, record=record, records=records)
            question_id = question_for(asking)
            reply = question(with_open_goal(asking), question_id, _hello(asking, due))
            return Raised(enrolment, (*others, record), _listening(asking, question_id), reply)
        case Reminder(due, number):
            records = tuple(replace(each, reminders=number) for each in scene.records if each.step == due.key)
            asking = replace(scene, record=records[0] if records else None)
            question_id = "reminder" if number == 1 else "reminder-last"
            (reply,) = scene.telling_which((question(with_open_goal(asking), question_id),))
            return Raised(enrolment, records, _listening(asking, question_id), reply)
        case Silence():
            return Raised(enrolment, silent, scene.conversation)
        case _:
            assert_never(event)


def _asked(scene: Scene, key: str) -> CheckInRecord:
    """The record of a check-in that is asked now. One that was put off is the same, asked anew."""
    return CheckInRecord(scene.enrolment.number, scene.programme.id, key, scene.now, goal=scene.enrolment.goal)


def _silent(scene: Scene, event: Next) -> tuple[CheckInRecord, ...]:
    """The check-ins that are left at that: the one that nobody answered until the next, or until now."""
    waiting = [each for each in scene.records if each.answered_at is None and not each.silent]
    match event:
        case CheckIn(due):
            return tuple(replace(each, silent=True) for each in waiting if each.step != due.key)
        case Silence(due):
            return tuple(replace(each, silent=True) for each in waiting if each.step == due.key)
        case Reminder():
            return ()
        case _:
            assert_never(event)


def question_for(scene: Scene) -> str:
    """The question for this check-in: the last asks what came of it."""
    step = step_of(scene.programme.plan, scene.record.step) if scene.record else None
    if step and step.outcome:
        return "last-ask"
    if not with_open_goal(scene).enrolment.goal:
        return "status-ask-new"
    return "status-ask-again" if any(each.next for each in scene.records) else "status-ask"


def with_open_goal(scene: Scene) -> Scene:
    """Without the goal if it is reached: nobody is asked how it goes with what is done."""
    goal = scene.enrolment.goal
    done = any(each.state is State.DONE and each.goal == goal for each in scene.records)
    return scene.of(goal="") if done else scene


def _hello(scene: Scene, due: Due) -> Part:
    """Their name, and why just now; a check-in that they moved has no occasion any more."""
    step = None if due.own else step_of(scene.programme.plan, due.key)
    occasion = step.occasion(scene.conversation.language) if step else ""
    name = f", {scene.enrolment.name}" if scene.enrolment.name else ""
    told: dict[str, Value] = {"name": name, "occasion": f" {occasion}" if occasion else ""}
    if not scene.others:
        return Say("follow.hello", told)
    return Say("follow.hello_of", told | {"programme": scene.programme.text(scene.conversation.language).name})


def _listening(scene: Scene, question_id: str) -> Conversation:
    step = scene.record.step if scene.record else ""
    follow = Following(scene.enrolment.number, step, question_id)
    draft = scene.conversation.draft
    aside = replace(draft, asides=max(draft.asides, 1)) if draft else None  # this was said after it
    return replace(scene.conversation, follow=follow, asked="", missed=0, draft=aside)
