"""One message at a desk about its own entries: an answer to what it was asked, or a command."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import By
from bot.messages import Message, Press, Rendered, Reply, Say, Text
from bot.owners import Around, Cause, Matter, at_desk, matter_of, opened
from bot.owners.acts import Act, Choose, Holds, Keep, Mend, NotOurs, PutAway, SameInEnglish, Write
from bot.owners.asking import entries_of, found_entry, listed
from bot.owners.topics import Refused, places_of, read_order, switches, told_how, told_off, told_on, topic_named
from bot.store import Tables, milliseconds
from bot.turn.matters import Knows, carry_out
from knowledge import PERMITS, TOPICS

_COMMAND = re.compile(
    r"\s*(?P<addressed>/lots(?:@\w+)?\s+|[/!])?(?P<name>uppgifter|entries|uppgift|entry|av|mute|på|pa|unmute)(?:@\w+)?"
    r"(?:\s+(?P<rest>.*))?",
    re.S | re.I,
)
STILL_WRITING = timedelta(minutes=15)
"""How long words outside any thread are taken for what was asked for; later they are talk between colleagues."""

_PLAIN: Mapping[str, Act] = {
    "holds": Holds(),
    "not_ours": NotOurs(),
    "mend": Mend(),
    "same": SameInEnglish(),
    "keep": Keep(),
    "away": PutAway(),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A message at a desk, with all it takes to answer it."""

    tables: Tables
    message: Message
    by: By
    knows: Knows
    now: datetime

    def around(self) -> Around:
        """The surroundings as they are now."""
        return self.knows.around(self.tables, self.now)

    def say(self, reply: Reply) -> tuple[Rendered, ...]:
        """An answer where the message was written."""
        desk = self.by.desk
        rendered = self.knows.texts.render(reply, desk.language)
        self.tables.enqueue(desk.chat, rendered, milliseconds(self.now), thread=self.message.thread)
        return (rendered,)

    @property
    def who(self) -> str:
        """Whose word it is, for the log."""
        return f"{self.by.desk.name}: {self.by.member.name}"


def take_owner_turn(turn: Turn) -> tuple[Rendered, ...] | None:
    """Work one message through; None if it is about something else."""
    match turn.message.content:
        case Press(choice) if choice.startswith("k:"):
            return _pressed(turn, choice.split(":"))
        case Press(choice) if choice.startswith("t:on:"):
            return _commanded(turn, "på", choice.removeprefix("t:on:"))
        case Text(text) if command := _command(turn.message, text):
            return _commanded(turn, command["name"].casefold(), (command["rest"] or "").strip())
        case Text(text) if matter := _of_thread(turn):
            return _acted(turn, matter, Write(text))
        case _:
            return None


def _command(message: Message, text: str) -> re.Match[str] | None:
    """A command: with its sign, or alone where the service has told us apart from the others (Slack's `/lots`)."""
    found = _COMMAND.fullmatch(text)
    return found if found and (found["addressed"] or message.conversation != message.room) else None


def take_loose_words(turn: Turn) -> tuple[Rendered, ...]:
    """Where there are no threads, people write below a question instead of answering it: what they were asked for."""
    content = turn.message.content
    since = milliseconds(turn.now - STILL_WRITING)
    matter = turn.tables.matter_written_by(turn.by.desk.id, turn.by.member.id, since)
    return _acted(turn, matter, Write(content.text)) if matter and isinstance(content, Text) else ()


def _pressed(turn: Turn, words: list[str]) -> tuple[Rendered, ...]:
    match words:
        case [_, number, *act] if number.isdecimal() and len(number) < 16:
            found = Choose(act[1]) if len(act) == 2 and act[0] == "line" else _PLAIN.get(":".join(act))
            matter = turn.tables.matter(int(number))
            return _acted(turn, matter, found) if matter and found else ()
        case _:
            return ()


def _of_thread(turn: Turn) -> Matter | None:
    message = turn.message
    handle = turn.tables.handle_of(message.room, message.thread) if message.thread else None
    number = matter_of(handle) if handle else None
    return turn.tables.matter(number) if number is not None else None


def _acted(turn: Turn, matter: Matter, act: Act) -> tuple[Rendered, ...]:
    """What is said in a thread and asks for nothing gets no answer: it is internal."""
    about = turn.around()
    worked = at_desk(matter, act, turn.by, about)
    if worked.refused:
        return turn.say(Reply("refused", (Say(worked.refused),)))
    return carry_out(turn.tables, worked, turn.knows, about) if worked.posts or worked.matter != matter else ()


def _commanded(turn: Turn, name: str, rest: str) -> tuple[Rendered, ...]:
    if turn.by.barred or turn.by.desk.member(turn.by.member.id) is None:
        return turn.say(Reply("refused", (Say(f"desk.{turn.by.barred or 'stranger'}"),)))
    match name:
        case "uppgifter" | "entries" | "uppgift" | "entry":
            return _looked_up(turn, rest)
        case "på" | "pa" | "unmute":
            return _on(turn, rest)
        case _:
            return _off(turn, rest)


def _looked_up(turn: Turn, words: str) -> tuple[Rendered, ...]:
    """One entry with what can be done about it, or all of them."""
    about, desk = turn.around(), turn.by.desk
    entries = entries_of(desk, about.atlas, about.book)
    entry = found_entry(entries, words)
    if entry is None:
        return turn.say(listed(entries))
    matter = turn.tables.open_matter(entry.id)
    if matter is None or matter.desk != desk.id:
        matter = Matter(turn.tables.next_matter(), Cause.LOOK, entry.id, desk.id)
    return carry_out(turn.tables, opened(matter, entry, about, at_once=True), turn.knows, about)


def _off(turn: Turn, words: str) -> tuple[Rendered, ...]:
    about, desk = turn.around(), turn.by.desk
    codes = places_of(desk, about.atlas)
    order = read_order(words, _names(turn), turn.now) if codes else Refused("place")
    if isinstance(order, Refused):
        on = (each for each in turn.tables.changes().switches if each.is_on(turn.now) and not each.entry_id)
        return turn.say(told_how(order.why, [each for each in on if each.code in codes]))
    for switch in switches(order, codes, turn.who, turn.now):
        turn.tables.switch_off(switch)
    return turn.say(told_off(order, codes, about.atlas))


def _on(turn: Turn, words: str) -> tuple[Rendered, ...]:
    about, desk = turn.around(), turn.by.desk
    codes = places_of(desk, about.atlas)
    topic = topic_named(words, _names(turn))
    if topic is None or not codes:
        return turn.say(told_how("topic" if codes else "place", ()))
    ended = [turn.tables.switch_on(topic, code, "", by=turn.who, now=turn.now) for code in codes]
    return turn.say(told_on(topic, codes, about.atlas, was_off=any(ended)))


def _names(turn: Turn) -> Mapping[str, str]:
    """What every topic is called, in each language and by its id."""
    texts = turn.knows.texts
    topics = (*TOPICS, *PERMITS)
    called = {texts.plain(f"topic.{topic}", language): topic for topic in topics for language in ("sv", "en")}
    return called | {topic: topic for topic in topics}
