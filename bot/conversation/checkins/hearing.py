"""What belongs to a follow-up is heard before the guidance; all else is left to it."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import chosen
from bot.conversation.meaning import at_home
from bot.conversation.named import meant_spots
from bot.conversation.state import Conversation, Following, Heard, Turn
from bot.effects import Escalate, KeepCheckIn, KeepEnrolment
from bot.messages import Press, Say, Start, Text
from bot.programmes import CheckInRecord, Ended, Enrolment, Starter
from intents import Understood, fold
from knowledge import Atlas

from . import answering, joining, managing, moving, plainly, stories, waiting
from .scene import Scene, ask, closed, scene_of

_NO_DRAFT = ("stop", "stopp", "avbryt", "cancel", "no", "nej")
"""While something waits to be sent, these are about that."""


def follow_up_heard(conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime) -> Turn | None:
    """The turn, if the message is about a follow-up; None if it is somebody else's."""
    match heard.content:
        case Start(payload) if programme := atlas.programme(payload) if payload else None:
            return _joining(conversation, programme.code, heard, atlas, now)
        case Press(choice):
            return _pressed(conversation, choice, heard, atlas, now)
        case Text(text) if typed := chosen(text, conversation.offered):
            return _pressed(conversation, typed, heard, atlas, now)
        case Text(text):
            return _said(conversation, text, heard, atlas, now)
        case _:
            return None


def _said(conversation: Conversation, text: str, heard: Heard, atlas: Atlas, now: datetime) -> Turn | None:
    if (programme := joining.code_in(text, atlas)) and not conversation.draft:
        return _joining(conversation, programme.code, heard, atlas, now)
    follow, understood = conversation.follow, heard.understood
    if (join := _invitation(conversation, text, understood)) and not conversation.draft:
        return _pressed(conversation, join, heard, atlas, now)
    enrolment = managing.current(heard, follow)
    if enrolment is None:
        return None
    scene = scene_of(conversation, heard, atlas, now, enrolment, follow.step if follow else "")
    if scene is None:
        return _gone(conversation, enrolment) if follow and follow.fresh else None
    if conversation.draft:
        return None if fold(text).strip(" .!") in _NO_DRAFT else managing.asked_outright(scene, text, understood)
    if follow and follow.question and (follow.fresh or _is_where(conversation, text, understood, atlas)):
        if follow.question == "place":
            spots = (meant_spots(understood, atlas) or at_home(conversation, understood)) if understood else ()
            if spots:
                return joining.placed(scene, spots[0].code)
        if follow.question == "name":
            return stories.named(scene, text)
        asked = atlas.script.get(follow.question)
        if asked and (turn := answering.listened(scene, asked, text)) is not None:
            return turn
    if heard.escalation and heard.escalation.is_open and not (follow and follow.fresh):
        return managing.asked_outright(scene, text, understood)
    return managing.managed(scene, text, understood)


def _invitation(conversation: Conversation, text: str, understood: Understood | None) -> str:
    """The invitation that is said yes to, empty if none is. A plain yes is one only if nothing else was said since;
    "jag är med" is one also after a question in the middle."""
    if (offer := conversation.first_offer).startswith("join:"):
        return offer if _is_yes(understood) or plainly.is_yes(text) or plainly.is_in(text) else ""
    waits = waiting.open_question(conversation)
    return waits.question if waits and waits.question.startswith("join:") and plainly.is_in(text) else ""


def _is_where(conversation: Conversation, text: str, understood: Understood | None, atlas: Atlas) -> bool:
    """Is it the municipality that joining asked for before something else came up?"""
    follow = conversation.follow
    if follow is None or follow.question != "place" or understood is None or conversation.asked == "place":
        return False
    return plainly.tells_where(text, len(meant_spots(understood, atlas)))


def _is_yes(understood: Understood | None) -> bool:
    """A plain yes, in whichever language."""
    return understood is not None and (understood.intent, understood.detail) == ("smalltalk", "yes")


def _pressed(conversation: Conversation, choice: str, heard: Heard, atlas: Atlas, now: datetime) -> Turn | None:
    match choice.split(":"):
        case ["join", code, "no"] if atlas.programme(code):
            return joining.declined(conversation)
        case ["join", code, what]:
            return _joining(conversation, code, heard, atlas, now, what)
        case ["ci", number, index, question, answer]:
            found = [each for each in heard.followed.enrolments if str(each.number) == number]
            return _in_script(conversation, found, (index, question, answer), heard, atlas, now) if found else None
        case _:
            return None


def _joining(
    conversation: Conversation, code: str, heard: Heard, atlas: Atlas, now: datetime, what: str = ""
) -> Turn | None:
    programme = atlas.programme(code)
    if programme is None:
        return None
    mine = [each for each in heard.followed.active if each.programme == programme.id]
    if mine and (scene := scene_of(conversation, heard, atlas, now, mine[-1])):
        return managing.overview(scene)
    if what in tuple(Starter):
        return joining.joined(conversation, programme, heard, atlas, now, Starter(what))
    return joining.offer(conversation, programme, heard, now)


def _in_script(
    conversation: Conversation,
    found: list[Enrolment],
    what: tuple[str, str, str],
    heard: Heard,
    atlas: Atlas,
    now: datetime,
) -> Turn | None:
    index, question, answer = what
    (enrolment,) = found
    records = [each for each in heard.followed.check_ins if each.enrolment == enrolment.number]
    at = int(index) if index.isdecimal() else 0
    step = records[at - 1].step if 0 < at <= len(records) else ""
    scene = scene_of(conversation, heard, atlas, now, enrolment, step)
    if scene is None:
        return _gone(conversation, enrolment)
    scene = scene if step else replace(scene, record=None)
    return _chosen(scene, question, answer)


def _chosen(scene: Scene, question: str, answer: str) -> Turn | None:
    """A button: of the overview, or of the script."""
    plan = scene.programme.plan
    match question:
        case "name":
            return stories.named(scene, scene.enrolment.name)
        case "place" if answer in scene.atlas:
            return joining.placed(scene, answer)
        case "milestone":
            found = [each for each in plan.milestones if each.id == answer]
            return managing.at_milestone(scene, found[0]) if found else None
        case "ask" if answer == "stop":
            return moving.stop(scene)
        case "ask" if answer in scene.atlas.script:
            return ask(scene, answer)
    asked = scene.atlas.script.get(question)
    given = next((each for each in asked.answers if each.id == answer), None) if asked else None
    return answering.pressed(scene, asked, given) if asked and given else None


def _gone(conversation: Conversation, enrolment: Enrolment) -> Turn:
    """Its programme is gone: told once, and nothing more is asked."""
    ended = replace(enrolment, follow_up=replace(enrolment.follow_up, planned=(), asked=None, ended=Ended.CLOSED))
    kept = replace(conversation, follow=None, asked="", missed=0)
    return Turn(kept, (closed(conversation, enrolment),), (KeepEnrolment(ended),))


def noted(before: Conversation, heard: Heard, turn: Turn, atlas: Atlas, now: datetime) -> Turn:
    """What a turn of others means for a follow-up: it is no longer the last thing said, and a check-in whose need
    has now gone to a person says so."""
    turn = _with_what_is_kept(heard, turn)
    again = waiting.asked_again(before, heard, turn, atlas, now) if turn.conversation.follow == before.follow else None
    if again is not None:
        return again
    follow = turn.conversation.follow
    if follow is None or follow != before.follow or not turn.replies:
        return turn
    escalated = any(isinstance(effect, Escalate) for effect in turn.effects)
    after = turn.conversation
    still = follow.person and not escalated and (after.draft is not None or after.said == before.said)
    turn = replace(turn, conversation=replace(after, follow=replace(follow, fresh=False, person=still)))
    record = _in_hand(heard, follow)
    if not (escalated and follow.person and record):
        return turn
    return replace(turn, effects=(*turn.effects, KeepCheckIn(replace(record, to_person=True))))


def _with_what_is_kept(heard: Heard, turn: Turn) -> Turn:
    """What is kept of those who have been followed up is told with the rest."""
    if not heard.followed.enrolments or not turn.replies or turn.replies[0].parts != (Say("privacy.kept"),):
        return turn
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, parts=(*first.parts, Say("privacy.programmes"))), *rest))


def _in_hand(heard: Heard, follow: Following) -> CheckInRecord | None:
    key = (follow.enrolment, follow.step)
    return next((each for each in heard.followed.check_ins if (each.enrolment, each.step) == key), None)
