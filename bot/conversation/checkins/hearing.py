"""What belongs to a follow-up is heard before the guidance; all else is left to it."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import chosen
from bot.conversation.meaning import at_home
from bot.conversation.named import meant_spots
from bot.conversation.state import Conversation, Following, Heard, Spot, Turn
from bot.effects import Escalate, KeepCheckIn, KeepEnrolment
from bot.messages import Press, Say, Start, Text
from bot.programmes import CheckInRecord, Ended, Enrolment, Starter
from bot.programmes.abroad import said_country
from intents import Understood, fold
from knowledge import Atlas

from . import answering, choosing, joining, managing, moving, plainly, stories, waiting
from .around import Around
from .scene import Scene, ask, closed

_THEIR_WORDS = ("story-ask", "share-preview", "lesson-ask")
"""Questions in answer to which a country is no more than a word of their story."""
_NO_DRAFT = ("stop", "stopp", "avbryt", "cancel", "no", "nej")
"""While something waits to be sent, these are about that."""


def follow_up_heard(conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime) -> Turn | None:
    """The turn, if the message is about a follow-up; None if it is somebody else's."""
    around = Around(conversation, heard, atlas, now)
    turn = _heard(around)
    return choosing.and_the_other(turn, around) if turn else None


def _heard(around: Around) -> Turn | None:
    match around.heard.content:
        case Start(payload) if programme := around.atlas.programme(payload) if payload else None:
            return _joining(around, programme.code)
        case Press(choice):
            return _pressed(around, choice)
        case Text(text) if typed := chosen(text, around.conversation.offered):
            turn = _pressed(around, typed)
            asks_anew = typed.split(":")[3:4] in [[each] for each in choosing.RAISED]
            return _which(around, text, turn) if turn and asks_anew else turn
        case Text(text):
            return _said(around, text)
        case _:
            return None


def _said(around: Around, text: str) -> Turn | None:
    draft = around.conversation.draft
    if (programme := joining.code_in(text, around.atlas)) and not draft:
        return _joining(around, programme.code)
    if (join := _invitation(around.conversation, text, around.understood)) and not draft:
        return _pressed(around, join)
    if (leaving := choosing.left(around, text)) and (scene := around.scene(leaving)):
        return moving.leave(scene)
    found = choosing.meant(around, text)
    if not found:
        return None
    if waits := choosing.waits_for(around, text, found):
        return _about(around.later(), found[0], waits)
    turn = _about(around, found[0], text)
    return _which(around, text, turn) if turn else None


def _which(around: Around, text: str, turn: Turn) -> Turn:
    """The turn; or the question which follow-up it is about, if it may be any of several."""
    found = choosing.meant(around, text)
    return choosing.which(around, found, text) if len(found) > 1 and choosing.needs_one(turn) else turn


def _about(around: Around, enrolment: Enrolment, text: str) -> Turn | None:
    """What was said, as words about this follow-up."""
    around = choosing.in_hand(around, enrolment)
    conversation, follow, understood = around.conversation, around.follow, around.understood
    scene = around.scene(enrolment, follow.step if follow else "")
    if scene is None:
        return _gone(conversation, enrolment) if follow and follow.fresh else None
    if conversation.draft and not (follow and follow.fresh and conversation.draft.asides):
        return None if fold(text).strip(" .!") in _NO_DRAFT else managing.asked_outright(scene, text, understood)
    if (country := said_country(text)) and (follow is None or follow.question not in ("place", "name", *_THEIR_WORDS)):
        return moving.abroad(scene, country)
    of_milestone = managing.milestone_in(scene.programme.plan, text)
    if of_milestone and follow and follow.fresh and follow.question in (*answering.ON_THE_WAY, ""):
        return managing.at_milestone(scene, of_milestone, text)
    if follow and follow.question and (follow.fresh or _is_where(around, text)):
        if follow.question == "place" and (spots := _spots(around)):
            return joining.placed(scene, tuple(spot.code for spot in spots))
        if follow.question == "name":
            return stories.named(scene, text)
        asked = around.atlas.script.get(follow.question)
        if asked and (turn := answering.listened(scene, asked, text)) is not None:
            return turn
    open_case = around.heard.escalation and around.heard.escalation.is_open
    if open_case and not (follow and follow.fresh):
        return managing.asked_outright(scene, text, understood)
    return managing.managed(scene, text, understood)


def _spots(around: Around) -> tuple[Spot, ...]:
    """The municipalities that are named in answer to which is theirs."""
    understood = around.understood
    if understood is None:
        return ()
    return meant_spots(understood, around.atlas) or tuple(at_home(around.conversation, understood))


def _invitation(conversation: Conversation, text: str, understood: Understood | None) -> str:
    """The invitation that is said yes to, empty if none is. A plain yes is one only if nothing else was said since;
    "jag är med" is one also after a question in the middle."""
    if (offer := conversation.first_offer).startswith("join:"):
        return offer if _is_yes(understood) or plainly.is_yes(text) or plainly.is_in(text) else ""
    waits = waiting.open_question(conversation)
    return waits.question if waits and waits.question.startswith("join:") and plainly.is_in(text) else ""


def _is_where(around: Around, text: str) -> bool:
    """Is it the municipality that joining asked for before something else came up?"""
    follow, understood = around.follow, around.understood
    if follow is None or follow.question != "place" or understood is None or around.conversation.asked == "place":
        return False
    return plainly.tells_where(text, len(meant_spots(understood, around.atlas)))


def _is_yes(understood: Understood | None) -> bool:
    """A plain yes, in whichever language."""
    return understood is not None and (understood.intent, understood.detail) == ("smalltalk", "yes")


def _pressed(around: Around, choice: str) -> Turn | None:
    match choice.split(":"):
        case ["join", code, "no"] if around.atlas.programme(code):
            return joining.declined(around.conversation)
        case ["join", code, what]:
            return _joining(around, code, what)
        case ["ci", number, index, question, answer]:
            found = next((each for each in around.heard.followed.enrolments if str(each.number) == number), None)
            return _in_script(around, found, (index, question, answer)) if found else None
        case _:
            return None


def _joining(around: Around, code: str, what: str = "") -> Turn | None:
    conversation, heard, atlas, now = around.conversation, around.heard, around.atlas, around.now
    programme = atlas.programme(code)
    if programme is None:
        return None
    mine = [each for each in around.active if each.programme == programme.id]
    if mine and (scene := around.scene(mine[-1])):
        return managing.overview(scene, alone=True)
    if what in tuple(Starter):
        return joining.joined(conversation, programme, heard, atlas, now, Starter(what))
    return joining.offer(conversation, programme, heard, now)


def _in_script(around: Around, enrolment: Enrolment, what: tuple[str, str, str]) -> Turn | None:
    index, question, answer = what
    if question == choosing.WHICH:
        return _chosen_of_several(around, enrolment, answer)
    records = [each for each in around.heard.followed.check_ins if each.enrolment == enrolment.number]
    at = int(index) if index.isdecimal() else 0
    step = records[at - 1].step if 0 < at <= len(records) else ""
    scene = around.scene(enrolment, step)
    if scene is None:
        return _gone(around.conversation, enrolment)
    scene = scene if step else replace(scene, record=None)
    return _chosen(scene, question, answer)


def _chosen_of_several(around: Around, enrolment: Enrolment, answer: str) -> Turn | None:
    """Which follow-up their words were about: they are heard now."""
    text = around.follow.pending if around.follow else ""
    if answer == "all" and text:
        return choosing.moved_all(around, text)
    if text and (turn := _about(around.later(), enrolment, text)) is not None:
        return turn
    scene = around.scene(enrolment)
    return managing.overview(scene, alone=True) if scene else _gone(around.conversation, enrolment)


def _chosen(scene: Scene, question: str, answer: str) -> Turn | None:
    """A button: of the overview, or of the script."""
    plan = scene.programme.plan
    match question:
        case "overview":
            return managing.overview(scene, alone=True)
        case "name":
            return stories.named(scene, scene.enrolment.name)
        case "place":
            return joining.placed(scene, (answer,))
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
    ended = replace(enrolment.follow_up, planned=(), asked=None, ended=Ended.CLOSED)
    kept = replace(conversation, follow=None, asked="", missed=0)
    return Turn(kept, (closed(conversation, enrolment),), (KeepEnrolment(replace(enrolment, follow_up=ended)),))


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
    turn = replace(turn, conversation=replace(after, follow=replace(follow, fresh=False, person=still, pending="")))
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
