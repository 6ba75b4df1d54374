"""Before anything is passed on to a person: to whom and why, exactly what, and a yes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import HUMAN, MENU
from bot.conversation.moves import rest_of
from bot.conversation.state import Conversation, Draft, Heard, Turn
from bot.desk import Desk, Escalation, Route
from bot.desk.pausing import deadline_of
from bot.effects import Escalate
from bot.messages import Choice, Label, Listed, Moment, Part, Press, Quote, Reply, Say, Value
from bot.promise import give
from intents import Understood
from knowledge import Atlas

from .counsellor import is_stuck, same_person, to_whom
from .masking import masked

CONSENT = "2026-11-22"
"""The version of what is said before something is passed on; kept with every escalation."""

LONGEST = 1500
"""Characters passed on at once: what fits on the card beside everything else."""


def fitting(words: str) -> str:
    """As much of them as is passed on at once; what was cut off is told where they are shown."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def is_cut(words: str) -> bool:
    """Is it only the beginning of what was said?"""
    return len(words) == LONGEST and words.endswith("…")


def proposed(turn: Turn, heard: Heard, atlas: Atlas, now: datetime) -> Turn:
    """Where the guidance shows the way to a person and a desk can be reached: an offer to pass the question on."""
    if not turn.replies or turn.replies[0].kind != "human":
        return turn
    conversation = turn.conversation
    route = to_whom(conversation, heard, atlas)
    if route is None or (isinstance(heard.content, Press) and heard.content.choice == "contact"):
        return turn
    draft = drafted(conversation, route, heard, atlas)
    waits = conversation.draft if is_place(heard.understood) else None
    draft = replace(draft, words=waits.words if waits else draft.words, complaint=draft.topic == "complaint")
    if draft.complaint:
        coordinator = heard.desks.coordinator(route.desk)
        draft = replace(draft, desk=coordinator.id, why="complaint" if coordinator is not route.desk else draft.why)
    return shown(conversation, draft, heard, now)


def drafted(conversation: Conversation, route: Route, heard: Heard, atlas: Atlas) -> Draft:
    """The last question in their own words, for the place in focus."""
    return Draft(
        words=fitting(masked(conversation.said)),
        desk=route.desk.id,
        why=route.why,
        place=conversation.place or "",
        place_name=atlas.municipality(conversation.place).name if conversation.place else "",
        topic=conversation.said_topic,
        shown_as=heard.sender,
        also=tuple(atlas.municipality(code).name for code in conversation.beside),
    )


def answered_by(conversation: Conversation, draft: Draft, heard: Heard, now: datetime) -> Turn | None:
    """When an answer would come if it went now, with what would go; None where none is promised."""
    desk = heard.desks[draft.desk]
    deadline = deadline_of(give(desk.limits, draft.topic, now, desk.calendar))
    if deadline is None:
        return None
    turn = shown(conversation, draft, heard, now)
    (reply,) = turn.replies
    return replace(
        turn, replies=(replace(reply, parts=(Say("human.until_if_sent", {"deadline": deadline}), *reply.parts)),)
    )


def shown(conversation: Conversation, draft: Draft, heard: Heard, now: datetime) -> Turn:
    """Who gets it and why, exactly what is passed on, and what can be done."""
    desk = heard.desks[draft.desk]
    values: dict[str, Value] = {"desk": desk.name, "why": Label(f"human.why_{draft.why}")}
    kept = replace(conversation, draft=replace(draft, asides=0), asked="", missed=0)
    contact = Choice("contact", "human.contact")
    if not draft.words:
        asks = Reply("escalate", (Say("human.ask_words", values),), (contact, Choice("draft:cancel", "human.cancel")))
        return Turn(kept, (asks,))
    shown_as: Part = Say("human.shown_as", {"name": draft.shown_as}) if draft.shown_as else Say("human.anonymous")
    parts: list[Part] = [_lead_of(draft, heard, values), Quote(draft.words), shown_as]
    if draft.proposed:
        parts.insert(0, Say("human.checked", {"topic": Label(f"topic.{draft.topic}")}))
    if is_cut(draft.words):
        parts.append(Say("human.cut", {"limit": str(LONGEST)}))
    if not desk.calendar.is_open(now):
        parts.append(Say("human.closed_now", {"at": Moment(desk.calendar.next_open(now).at)}))
    beside = others_asked(conversation, draft, heard)
    every = Choice("draft:all", "human.send_both" if len(beside) == 1 else "human.send_all")
    choices = (
        Choice("draft:send", "human.send"),
        *([every] if beside and not draft.beside else []),
        Choice("draft:words", "human.change_words"),
        Choice("draft:else", "human.someone_else"),
        Choice("draft:cancel", "human.cancel"),
    )
    return Turn(kept, (Reply("escalate", tuple(parts), choices),))


def _lead_of(draft: Draft, heard: Heard, values: Mapping[str, Value]) -> Say:
    if not draft.beside:
        return Say("human.propose", values)
    names = Listed(tuple(heard.desks[each].name for each in (draft.desk, *draft.beside)))
    return Say("human.propose_all", {"desks": names})


def others_asked(conversation: Conversation, draft: Draft, heard: Heard) -> tuple[str, ...]:
    """The desks of the other municipalities the question was about."""
    if draft.complaint or draft.proposed or conversation.place != (draft.place or None):
        return ()
    routes = (heard.desks.route(code) for code in conversation.beside)
    desks = [route.desk.id for route in routes if route and route.why != "fallback"]
    return tuple(dict.fromkeys(desk for desk in desks if desk != draft.desk))


def pressed(conversation: Conversation, draft: Draft, what: str, heard: Heard, now: datetime) -> Turn:
    """A button under what would be passed on."""
    match what:
        case "send" if draft.words:
            return _sent(conversation, draft, heard, now)
        case "all":
            return shown(conversation, replace(draft, beside=others_asked(conversation, draft, heard)), heard, now)
        case "show":
            return shown(conversation, draft, heard, now)
        case "words" | "send":
            return shown(conversation, replace(draft, words=""), heard, now)
        case "name":
            return shown(conversation, replace(draft, shown_as=""), heard, now)
        case "else":
            return _someone_else(conversation, draft, heard)
        case _:
            return say(replace(conversation, draft=None), "ack", "human.cancelled", HUMAN, MENU)


def _someone_else(conversation: Conversation, draft: Draft, heard: Heard) -> Turn:
    """The next best desks, without a name, and the public contact."""
    route = heard.desks.route(draft.place or None)
    others = _others(route, draft.desk)
    choices = [Choice(f"draft:to:{desk.id}", "choice.name", {"name": desk.name}) for desk in others]
    if draft.shown_as:
        choices.append(Choice("draft:name", "human.without_name"))
    choices += [Choice("contact", "human.contact"), Choice("draft:cancel", "human.cancel")]
    return Turn(conversation, (Reply("escalate", (Say("human.who_else"),), tuple(choices)),))


def _others(route: Route | None, chosen: str) -> Sequence[Desk]:
    return [desk for desk in (route.desk, *route.others) if desk.id != chosen][:2] if route else []


def is_place(understood: Understood | None) -> bool:
    """Nothing but another place: then the question goes there."""
    if understood is None or not understood.places:
        return False
    names = {word for place in understood.places for word in rest_of(place.text)}
    return not [word for word in rest_of(understood.text) if word not in names]


def _sent(conversation: Conversation, draft: Draft, heard: Heard, now: datetime) -> Turn:
    """On its way; until when an answer is promised, and how that is counted."""
    desk = heard.desks[draft.desk]
    owner = "" if draft.complaint or draft.beside else same_person(conversation, heard, desk, now)
    escalation = Escalation(
        number=heard.next_number,
        conversation=conversation.id,
        language=conversation.language,
        desk=desk.id,
        words=draft.words,
        opened_at=now,
        promise=give(desk.limits, draft.topic, now, desk.calendar),
        consent=CONSENT,
        shown_as=draft.shown_as,
        place=draft.place,
        place_name=", ".join((draft.place_name, *draft.also)) if draft.beside else draft.place_name,
        topic=draft.topic,
        tried=conversation.shown,
        complaint=draft.complaint,
        owner=owner,
        unowned_since=None if owner else now,
        again=heard.escalation.number if owner and heard.escalation else 0,
        stuck=is_stuck(conversation, heard),
        helpers=draft.beside,
        proposed=draft.proposed,
    )
    if draft.complaint:
        # What is heard at once need not wait for somebody to say so.
        escalation = replace(escalation, promise=escalation.promise.acknowledge(now))
    deadline = deadline_of(escalation.promise)
    if heard.expected and deadline and heard.expected < deadline.at:
        escalation = replace(escalation, expected=heard.expected)
    names = Listed(tuple(heard.desks[each].name for each in (desk.id, *draft.beside)))
    values: dict[str, Value] = {"desk": names, "number": str(escalation.number)}
    key = "human.received" if draft.complaint else "human.sent_until"
    none_yet = Say("human.sent_incomplete" if escalation.promise.missing else "human.sent", values)
    said = Say(key, values | {"deadline": deadline}) if deadline else none_yet
    likely = (Say("human.likely", {"at": Moment(escalation.expected)}),) if escalation.expected else ()
    reply = Reply("escalate", (said, *likely), case_choices(escalation))
    return Turn(replace(conversation, draft=None, asked="", missed=0), (reply,), (Escalate(escalation),))


def case_choices(escalation: Escalation) -> tuple[Choice, ...]:
    """How it is counted, the promise in a calendar while there is one, more words, and taking it back."""
    number = escalation.number
    dated = (Choice(f"case:{number}:calendar", "calendar.add"),) if deadline_of(escalation.promise) else ()
    missing = (Choice(f"case:{number}:complete", "case.all_there"),) if escalation.promise.missing else ()
    return (
        Choice(f"case:{number}:receipt", "human.how_counted"),
        *dated,
        *missing,
        Choice(f"case:{number}:add", "human.add_more"),
        Choice(f"case:{number}:withdraw", "human.withdraw"),
    )


def no_clock(escalation: Escalation) -> Say:
    """Why there is no date just now."""
    pauses = (clock.paused.reason for clock in escalation.promise.open if clock.paused)
    return Say(f"human.no_clock_{escalation.stage}", {"reason": next(pauses, "")})


def say(conversation: Conversation, kind: str, key: str, *choices: Choice) -> Turn:
    """One text and its buttons; what was asked before is over."""
    return Turn(replace(conversation, asked="", missed=0), (Reply(kind, (Say(key),), choices),))
