"""What is answered to a question of the script, by a button or in words of one's own, and what follows."""

from dataclasses import replace
from typing import assert_never

from bot.conversation.choices import MENU
from bot.conversation.person.masking import masked
from bot.conversation.state import Turn
from bot.conversation.tone import language_named
from bot.effects import ForgetFollowUps
from bot.messages import Part, Reply, Say
from bot.programmes import State, Stop, Unclear, When, Why
from bot.programmes.telling import asks_for_help, is_hard, said_state, waits_for_answer, without_state
from intents import Understood
from knowledge import Answer, Does, Listens, Question

from . import moving, needing, plainly, stories
from .goals import no_goal
from .joining import offer
from .scene import STATES, Scene, ask, closing, question

LONGEST_GOAL, LONGEST_ANSWER = 300, 1500
"""Characters that are kept: a goal is quoted back in every check-in."""
SHORT = 4
"""Words of a message that says one thing only."""
ACKS = {
    State.WELL: "follow.well",
    State.SLOW: "follow.slow",
    State.STUCK: "follow.stuck",
    State.DONE: "follow.done",
}
AFTER_STATE = {State.WELL: "next-ask", State.SLOW: "need-ask", State.STUCK: "stuck-ask", State.DONE: "status-done"}


def pressed(scene: Scene, asked: Question, answer: Answer) -> Turn:
    """A button of the script, however old."""
    label = answer.label(scene.conversation.language)
    if scene.record and answer.does not in _LEAVE and answer.then != "snooze-ask":
        scene = scene.said()
    if answer.id in STATES and asked.id in ("last-ask", *STATUS):
        scene = scene.said(state=STATES[answer.id])
    match answer.does:
        case Does.STOP:
            return moving.stop(scene)
        case Does.SNOOZE:
            return moving.by_words(scene, label, asked.id)
        case Does.TOPIC:
            return needing.door(
                scene.said(need=needing.with_own_words(scene, asked, label), need_topic=answer.topic), (answer.topic,)
            )
        case Does.GUIDE:
            return needing.person(scene.said(need=needing.with_own_words(scene, asked, label)))
        case Does.SHOW | Does.SEND:
            return needing.person(scene)
        case Does.LISTEN:
            return scene.turn(Reply("checkin", (Say("follow.listening"),)), waits=asked.id)
        case Does.SUGGEST:
            scene = scene.of(goal=label[:1].lower() + label[1:])
        case Does.SHARE_NAMED | Does.SHARE_UNNAMED:
            return stories.previewed(scene, "named" if answer.does is Does.SHARE_NAMED else "anonymous")
        case Does.SHARE:
            scene = stories.shared(scene)
        case Does.ERASE:
            talk = replace(scene.conversation, follow=None, asked="", missed=0)
            return Turn(talk, (replace(question(scene, "erase-done"), choices=(MENU,)),), (ForgetFollowUps(),))
        case Does.STATUS | Does.CONSENT | Does.NOTHING:
            pass
        case _:
            assert_never(answer.does)
    if asked.id == "status-done" and answer.id == "finished":
        scene = moving.finished(scene)
    return go(scene, answer.then)


_LEAVE = frozenset({Does.STOP, Does.SNOOZE, Does.ERASE, Does.LISTEN})
"""Answers to the asking itself: they tell nothing of how it goes."""
STATUS = ("status-ask", "status-ask-again", "status-ask-new", "status-change", "reminder", "reminder-last")


ON_THE_WAY = (*STATUS, "next-ask", "stuck-ask", "need-ask", "last-ask")
"""Questions in answer to which somebody may tell what has happened."""


def go(scene: Scene, question_id: str) -> Turn:
    """The question that follows. Kept is kept; who wants a new goal after the end joins anew."""
    if question_id == "saved":
        return closing(scene.said() if scene.record else scene)
    if question_id == "goal-ask" and scene.enrolment.follow_up.ended:
        kept = scene.turn()
        again = offer(kept.conversation, scene.programme, scene.heard, scene.now)
        return replace(again, effects=kept.effects)
    return ask(scene, question_id)


def listened(scene: Scene, asked: Question, text: str) -> Turn | None:
    """Words in answer to a question; None if they are about something else."""
    understood = scene.heard.understood
    if _is_elsewhere(understood, text, asked):
        return None
    if asked.listens is Listens.GOAL and (turn := no_goal(scene, asked, text)) is not None:
        return turn
    if asked.listens is Listens.GOAL and language_named(text) and len(text.split()) <= SHORT:
        return None
    fits = next((each for each in asked.answers if each.id == "fits"), None)
    if fits and plainly.is_yes(text):
        return pressed(scene, asked, fits)
    if (turn := _said_no_more(scene, asked, text, understood)) is not None:
        return turn
    words = masked(text.strip())[:LONGEST_ANSWER]
    match asked.listens:
        case Listens.GOAL:
            return go(scene.of(goal=words[:LONGEST_GOAL].rstrip(".! ")), asked.heard)
        case Listens.DATE:
            return None if _is_no_date(scene, text) else moving.by_words(scene, text, asked.id)
        case Listens.STORY:
            return stories.told(scene, asked, words, text)
        case Listens.LESSON if plainly.is_no(text):
            return go(scene.said(), asked.heard)
        case Listens.LESSON:
            return stories.learnt(scene, asked, words)
        case Listens.NEXT_STEP:
            return _in_words(scene, asked, text, as_next=True)
        case Listens.NEED | Listens.OBSTACLE:
            return _in_words(scene, asked, text)
        case Listens.NOTHING:
            return None
        case _:
            assert_never(asked.listens)


def _is_no_date(scene: Scene, text: str) -> bool:
    """Not a word of when, but something else that is clear."""
    understood = scene.heard.understood
    if moving.heard_when(scene, text) != Unclear(Why.NOTHING):
        return False
    sure = understood is not None and understood.decision == "answer" and understood.intent != "smalltalk"
    return sure or said_state(text) is not None


_OWN_WORDS = frozenset({Listens.GOAL, Listens.STORY, Listens.LESSON, Listens.NEXT_STEP, Listens.DATE})


def _is_elsewhere(understood: Understood | None, text: str, asked: Question) -> bool:
    """A command, a question of theirs, or something of the talk itself: the guidance answers that."""
    if text.startswith("/"):
        return True
    if asked.listens in _OWN_WORDS and text.rstrip().endswith("?"):
        return True
    if understood is None or understood.decision != "answer":
        return False
    if asked.listens is Listens.STORY:
        return len(text.split()) <= SHORT and understood.intent in ("checkin.manage", "privacy")
    if understood.intent == "checkin.manage" and asked.listens not in _OWN_WORDS:
        return understood.detail == "stop" or asked.id not in STATUS or said_state(text) is None
    return understood.intent == "privacy"


def _said_no_more(scene: Scene, asked: Question, text: str, understood: Understood | None) -> Turn | None:
    """What is said of the asking itself: stop, a person, no thanks, a yes to more."""
    short = len(text.split()) <= SHORT
    if (short or asked.listens not in _OWN_WORDS) and isinstance(moving.heard_when(scene, text), Stop):
        return moving.stop(scene)
    if understood is None or understood.decision != "answer" or asked.listens is Listens.STORY:
        return None
    telling = asked.id in STATUS and said_state(text) is not None
    if understood.intent == "human" and asked.listens not in (Listens.GOAL, Listens.LESSON) and not telling:
        return needing.person(scene.said() if scene.record else scene)
    if understood.intent != "smalltalk" or not short or asked.listens is Listens.GOAL or telling:
        return None
    if understood.detail == "no" and asked.listens is Listens.DATE:
        return None  # a no to the date that was read back: another is named with it or asked for
    if understood.detail in ("no", "thanks", "bye") and asked.id not in (*STATUS, "goal-confirm"):
        return go(scene.said() if scene.record else scene, asked.heard)
    if understood.detail == "yes" and asked.listens is not Listens.DATE:
        return scene.turn(Reply("checkin", (Say("follow.listening"),)), waits=asked.id)
    return None


def _in_words(scene: Scene, asked: Question, text: str, *, as_next: bool = False) -> Turn:
    """How it goes, what is needed and when to ask next, in one message or a part of it."""
    state = said_state(text) if asked.id in STATUS else None
    rest = masked(without_state(text) if state else text.strip())[:LONGEST_ANSWER]
    topics = needing.topics_needed(scene.conversation, scene.heard.understood) if rest else ()
    if as_next and not asks_for_help(rest):
        topics = ()  # "ringa banken" is a step of their own
    later = moving.heard_when(scene, text)
    later_named = isinstance(later, When) and (later.sure or (state is not None and not topics))
    if state is not None:
        scene = scene.said(state=state)
    if state is State.STUCK and is_hard(text):
        return ask(scene.said(need=masked(text.strip())[:LONGEST_ANSWER]), "need-ask", Say("follow.hard"))
    if waits_for_answer(rest) and (state is State.STUCK or asked.listens is Listens.OBSTACLE):
        return ask(scene.said(need=rest), "waiting-ask", *_ack(state))
    if isinstance(later, When) and later_named:
        return _later(scene, later, rest, state)
    if topics:
        scene = scene.said(need=rest, need_topic=topics[0], **({"next": rest} if as_next else {}))
        asks = "status-change" if asked.id in STATUS and state is None else ""
        return needing.door(scene, topics, *_ack(state), then=asks)
    if state is not None:
        return _after_state(scene, state, rest)
    if asked.id in STATUS:
        return _unclear(scene, asked, rest)
    if asked.listens is Listens.OBSTACLE:
        return go(scene.said(need=rest), asked.heard)
    return closing(scene.said(next=rest) if as_next else scene.said(need=rest))


def told_anew(scene: Scene, text: str, state: State) -> Turn:
    """How it goes, told without being asked or once more: what it says takes the place of what was said."""
    asked = scene.atlas.script["status-change"]
    more = without_state(text) or is_hard(text)
    return _in_words(scene, asked, text) if more else go(scene.said(state=state), AFTER_STATE[state])


def _later(scene: Scene, later: When, rest: str, state: State | None) -> Turn:
    """When was told, perhaps with how it goes."""
    if state is not None and scene.record:
        scene = scene.said(need=rest)
    turn = moving.moved(scene, later)
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, parts=(*_ack(state), *first.parts)), *others))


def _after_state(scene: Scene, state: State, rest: str) -> Turn:
    """How it goes was told; the next question, unless more was told already."""
    if not rest:
        return go(scene, AFTER_STATE[state])
    if state is State.STUCK:
        return ask(scene.said(need=rest), "need-ask", *_ack(state))
    if state is State.WELL:
        return closing(scene.said(next=rest), *_ack(state))
    return go(scene.said(need=rest), AFTER_STATE[state])


def _ack(state: State | None) -> tuple[Part, ...]:
    return (Say(ACKS[state]),) if state else ()


def _unclear(scene: Scene, asked: Question, words: str) -> Turn:
    """Their words are kept; the buttons ask once more. A second time they are taken as they are."""
    if scene.record and scene.record.next and not scene.record.state:
        return closing(scene.said(next=f"{scene.record.next} {words}"[:LONGEST_ANSWER]))
    told = replace(scene, record=replace(scene.record, next=words)) if scene.record else scene
    return ask(told, "status-change", Say("follow.noted"))
