"""Which follow-up is meant, by one who is in several programmes at once: the one that is named, the one in hand, or
they are asked."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.conversation.state import Following, Turn
from bot.messages import Choice, Reply, Say
from bot.programmes import Enrolment, Stop, When
from bot.programmes.telling import said_state
from intents import fold
from knowledge import Listens

from . import moving, plainly
from .answering import STATUS
from .around import Around
from .managing import milestone_in
from .raising import question_for, with_open_goal
from .scene import programme_name, question

RAISED = ("status-ask", "status-ask-again", "status-ask-new", "reminder", "reminder-last", "last-ask")
"""What the bot asks of its own accord."""
WHICH = "which"
"""What is waited for while it is asked which follow-up their words were about."""
TOGETHER = timedelta(days=1)
"""Questions so near each other wait for the same answer; of others the latest is answered."""
MOST = 4
"""Programmes to choose between."""
SHORT = 3
"""Words that only say which one."""
LEAST = 4
"""Letters of a word that tells one follow-up from another."""
LONGEST_LABEL = 40
"""Characters on a button; of a longer goal the programme is named."""
_COMMON = frozenset(
    "programmet programme uppfoljning uppfoljningen foretag foretaget malet goal inte nytt vara with business".split()
)


def current(around: Around) -> Enrolment | None:
    """The follow-up in hand, else the one that waits for an answer, else the latest."""
    follow, enrolments = around.follow, around.heard.followed.enrolments
    found = next((each for each in enrolments if follow and each.number == follow.enrolment), None)
    is_asked = follow is not None and follow.fresh and bool(follow.question)
    if found and (found.follow_up.ended is None or is_asked or not around.active):
        return found
    waiting = [each for each in around.active if each.follow_up.asked]
    return next(iter([*waiting, *reversed(around.active), *reversed(enrolments)]), None)


def meant(around: Around, text: str) -> tuple[Enrolment, ...]:
    """The follow-up that words are about, several if it may be any of them, none if there is none."""
    follow, mine = around.follow, current(around)
    if mine is None or len(around.active) < 2:
        return (mine,) if mine else ()
    asked = follow.question if follow and follow.fresh else None
    if asked and _in_own_words(around, asked):
        return (mine,)
    if len(found := _named(around, text)) == 1:
        return found
    if reached := [each for each in around.active if _tells_milestone(around, each, text)]:
        return (mine,) if mine in reached else (reached[0],)
    waiting = sorted((each for each in around.active if each.follow_up.asked), key=_last_at, reverse=True)
    if asked is not None and asked != WHICH and (asked not in RAISED or mine not in waiting):
        return (mine,)
    if asked in RAISED:
        waiting.sort(key=lambda each: each != mine)
    if waiting:
        near = TOGETHER.total_seconds()
        return tuple(each for each in waiting if abs(_last_at(each) - _last_at(waiting[0])) < near)
    return tuple(sorted(around.active, key=lambda each: each != mine))


def _in_own_words(around: Around, asked: str) -> bool:
    """Is anything they say now the answer, whatever it names?"""
    waits = around.atlas.script.get(asked)
    if asked in (*STATUS, *RAISED, WHICH):
        return False
    return waits is None or waits.listens is not Listens.DATE


def _last_at(enrolment: Enrolment) -> float:
    asked = enrolment.follow_up.asked
    return asked.last_at.timestamp() if asked else 0.0


def _named(around: Around, text: str) -> tuple[Enrolment, ...]:
    """Those that a text names by a word of theirs alone, be it of the programme, the municipality or the goal."""
    said = _words(text)
    own = {each.number: _words_of(each, around) for each in around.active}
    found = []
    for each in around.active:
        others = frozenset().union(*(kept for number, kept in own.items() if number != each.number))
        telling = [word for word in own[each.number] if not any(_alike(word, other) for other in others)]
        if any(_alike(word, key) for word in said for key in telling):
            found.append(each)
    return tuple(found)


def _tells_milestone(around: Around, enrolment: Enrolment, text: str) -> bool:
    programme = around.atlas.programme(enrolment.programme)
    return programme is not None and milestone_in(programme.plan, text) is not None


def _words(text: str) -> list[str]:
    """The words that may tell one follow-up from another."""
    found = re.findall(r"[^\W\d_]+", fold(text))
    return [word for word in found if len(word) >= LEAST and word not in _COMMON]


def _alike(one: str, other: str) -> bool:
    """The same, or one the beginning of the other, like "butik" and "butiken"?"""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > LEAST and long.startswith(short))


def _words_of(enrolment: Enrolment, around: Around) -> frozenset[str]:
    programme = around.atlas.programme(enrolment.programme)
    names = f"{programme.code} {programme.sv.name} {programme.en.name}" if programme else ""
    place = around.atlas.municipality(enrolment.place).name if enrolment.place in around.atlas else ""
    return frozenset(_words(f"{names} {enrolment.goal} {place}"))


def in_hand(around: Around, enrolment: Enrolment) -> Around:
    """The talk with this follow-up in hand: what it waits for is what is answered."""
    follow, asked = around.follow, enrolment.follow_up.asked
    if len(around.active) < 2 or (follow and follow.enrolment == enrolment.number):
        return around
    scene = around.scene(enrolment, asked.due.key if asked else "")
    if scene is None or asked is None:
        return around.at(Following(enrolment.number, fresh=bool(follow and follow.fresh)))
    return around.at(Following(enrolment.number, asked.due.key, question_for(scene)))


def left(around: Around, text: str) -> Enrolment | None:
    """The one of several that they leave: "gå ur sydost"."""
    found = _named(around, text) if len(around.active) > 1 and not around.conversation.draft else ()
    return found[0] if len(found) == 1 and _leaves(around, found[0], text) else None


def _leaves(around: Around, enrolment: Enrolment, text: str) -> bool:
    """Its name is taken away to hear the rest."""
    scene = around.scene(enrolment)
    if scene is None:
        return False
    own = _words_of(enrolment, around)
    kept = [word for word in text.split() if not any(_alike(said, key) for said in _words(word) for key in own)]
    rest = " ".join(kept)
    if len(kept) == len(text.split()):
        return False
    return plainly.wants_out(rest) or isinstance(moving.heard_when(scene, rest), Stop)


def needs_one(turn: Turn) -> bool:
    """Must it be known which follow-up this turn is about? A stop and a list are of all of them."""
    kinds = {each.kind for each in turn.replies}
    of_all = any(choice.id.endswith(":overview:one") for each in turn.replies for choice in each.choices)
    return bool(turn.effects or "checkin" in kinds) and "stopped" not in kinds and not of_all


def which(around: Around, found: tuple[Enrolment, ...], text: str) -> Turn:
    """Ask which one; what was said waits."""
    choices = [
        Choice(f"ci:{each.number}:0:{WHICH}:one", "choice.name", {"name": label(each, around)}) for each in found[:MOST]
    ]
    scene = around.scene(found[0])
    heard = moving.heard_when(scene, text) if scene else None
    if isinstance(heard, When) and said_state(text) is None:
        choices.append(Choice(f"ci:{found[0].number}:0:{WHICH}:all", "follow.all_of_them"))
    follow = Following(0, question=WHICH, pending=text)
    reply = Reply("checkin", (Say("follow.which"),), tuple(choices))
    return Turn(replace(around.conversation, follow=follow, asked="", missed=0), (reply,))


def label(enrolment: Enrolment, around: Around) -> str:
    """What one follow-up is called on a button: by its goal, as they know it, or by its programme."""
    if 0 < len(enrolment.goal) <= LONGEST_LABEL:
        return enrolment.goal[:1].upper() + enrolment.goal[1:]
    return programme_name(enrolment, around.atlas, around.conversation.language)


def waits_for(around: Around, text: str, found: tuple[Enrolment, ...]) -> str:
    """The words that waited, if these few only say which one they were about; else nothing."""
    follow = around.follow
    if follow is None or not follow.fresh or follow.question != WHICH or len(found) != 1:
        return ""
    return follow.pending if len(text.split()) <= SHORT else ""


def moved_all(around: Around, text: str) -> Turn:
    """All of them moved to the same day, each read back."""
    turns = []
    for enrolment in around.active:
        scene = around.scene(enrolment)
        heard = moving.heard_when(scene, text) if scene else None
        if scene and isinstance(heard, When):
            turns.append(moving.moved(scene, heard))
    replies = tuple(reply for turn in turns for reply in turn.replies)
    return Turn(turns[-1].conversation, replies, tuple(effect for turn in turns for effect in turn.effects))


def and_the_other(turn: Turn, around: Around) -> Turn:
    """When one is answered to the end, another that waits for its answer is asked about again."""
    follow = turn.conversation.follow
    saved = any(choice.id.split(":")[3:4] in (["saved"], ["saved-last"]) for choice in turn.replies[-1].choices)
    if not (follow and saved):
        return turn
    others = [each for each in around.active if each.follow_up.asked and each.number != follow.enrolment]
    asked = others[0].follow_up.asked if others else None
    after = replace(around, conversation=turn.conversation)
    if asked is None or (scene := after.scene(others[0], asked.due.key)) is None:
        return turn
    asking = question_for(scene)
    also = Say("follow.also", {"programme": programme_name(others[0], around.atlas, turn.conversation.language)})
    waits = Following(others[0].number, asked.due.key, asking)
    reply = question(with_open_goal(scene), asking, also)
    return replace(turn, conversation=replace(turn.conversation, follow=waits), replies=(*turn.replies, reply))
