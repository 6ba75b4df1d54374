"""A question in the middle of something else: what was begun waits, and the way back stands under the answer."""

from dataclasses import replace

from bot.guiding import way_back
from bot.messages import Blocked, Choice, Deleted, Edit, Fact, Opened, Reply, Say, Text
from knowledge import Atlas

from .choices import HUMAN
from .doors import MOST_BUTTONS
from .state import CHECKLIST, Conversation, Draft, Heard, Turn

MOST_ASIDES = 3
"""Replies to other matters under which the way back is offered; then it is left to them to ask for it."""

DRAFT = Choice("draft:show", "human.way_back")
SEND = Choice("draft:send", "human.send_it")
_OF_THE_HANDING = frozenset({"privacy", "identity"})
"""Kinds of replies to what is asked of the handing over itself: who reads it, who sends it."""
_ELSEWHERE = frozenset(
    "answer greeting help ack menu compare rules escalate human refuse privacy identity language relay".split()
)
"""Kinds of replies that end a matter; one that asks something is answered first."""


def set_aside(conversation: Conversation, heard: Heard) -> Conversation:
    """Something else in the middle: the guide waits, and hears no more until it is asked for."""
    walk = conversation.walk
    if walk is None or not walk.is_listening or isinstance(heard.content, Edit | Deleted | Opened | Blocked):
        return conversation
    waits = replace(walk, away="aside", asides=0, wants="", held="") if walk.at else walk.moved("")
    return replace(conversation, walk=waits)


def draft_aside(draft: Draft | None) -> Draft | None:
    """What waits for a yes after one more reply to something else; after some of them it is forgotten."""
    return replace(draft, asides=draft.asides + 1) if draft and draft.asides < MOST_ASIDES else None


def with_ways_back(turn: Turn, heard: Heard, atlas: Atlas) -> Turn:
    """The turn with the buttons back to what waits, and into the guide where that is the matter."""
    if not turn.replies or any(reply.kind == "guide" for reply in turn.replies):
        return turn
    turn = _perhaps_mine(turn, heard, atlas)
    draft = turn.conversation.draft
    if draft and draft.asides and turn.replies[-1].kind in _ELSEWHERE:
        # What goes was seen right before a question on how that is handled: then it need not be shown again.
        seen = draft.asides == 1 and draft.words and turn.replies[-1].kind in _OF_THE_HANDING
        turn = _with(_with(turn, SEND) if seen else turn, DRAFT)
    return _with_guide(turn, atlas)


def _perhaps_mine(turn: Turn, heard: Heard, atlas: Atlas) -> Turn:
    """Words that are not understood, soon after something else in the middle: perhaps the guide's answer."""
    walk, checklist = turn.conversation.walk, atlas.checklists.get(CHECKLIST)
    kind = turn.replies[0].kind
    if not (isinstance(heard.content, Text) and walk and checklist and walk.away == "aside" and walk.at):
        return turn
    if kind not in ("refuse", "clarify") or walk.asides > MOST_ASIDES:
        return turn
    held = replace(turn.conversation, walk=replace(walk, held=heard.content.text))
    back = way_back(walk, checklist)
    where = back.values
    if kind == "clarify":
        return _with(replace(turn, conversation=held), Choice("guide:mine", "guide.mine_of", where))
    reply = Reply("guide", (Say("guide.mine_after", where),), (Choice("guide:mine", "guide.mine"), back, HUMAN))
    return replace(turn, conversation=replace(held, missed=0), replies=(reply,))


def _with_guide(turn: Turn, atlas: Atlas) -> Turn:
    """The way into the guide under its own matter; the way back under others, for a while, and whenever one greets."""
    walk, checklist = turn.conversation.walk, atlas.checklists.get(CHECKLIST)
    if checklist is None:
        return turn
    last = turn.replies[-1]
    about = any(isinstance(part, Fact) and part.entry.topic == CHECKLIST for part in last.parts)
    if walk is None:
        return _with(turn, Choice("guide:start", "guide.start"), first=True) if about else turn
    aside = walk.away == "aside"
    offered = aside and walk.asides < MOST_ASIDES and last.kind in _ELSEWHERE
    waits = bool(walk.away) and last.kind in ("greeting", "help")
    if aside:
        turn = replace(turn, conversation=replace(turn.conversation, walk=replace(walk, asides=walk.asides + 1)))
    return _with(turn, way_back(walk, checklist)) if about or offered or waits else turn


def _with(turn: Turn, choice: Choice, *, first: bool = False) -> Turn:
    """The last reply with one more button, first or before the one for a person, in place of what matters least."""
    *earlier, last = turn.replies
    person = tuple(each for each in last.choices if each.id == HUMAN.id)
    others = [each for each in last.choices if each.id != HUMAN.id]
    room = MOST_BUTTONS - 1 - len(person)
    if len(others) > room:
        others = [each for each in others if not each.id.startswith("helped:")]
    kept = tuple(others[:room])
    reply = replace(last, choices=(choice, *kept, *person) if first else (*kept, choice, *person))
    return replace(turn, replies=(*earlier, reply))
