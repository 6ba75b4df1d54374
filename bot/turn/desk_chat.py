"""A message at a desk outside any case: who is away, other hours, who stands in; and what is undone of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import ChangeKind, Desk, DeskBook, DeskChange, Member, changed
from bot.desk.mistyped import mistyped
from bot.desk.upkeep import LONGEST_CLOSED, Kept, upkeep
from bot.messages import Choice, Message, Press, Rendered, Reply, Say, Sender, Standing, Text
from bot.store import RecordLine, Tables, milliseconds
from bot.texts import Texts


def admitted(tables: Tables, book: DeskBook, desk: Desk, sender: Sender | None, *, now: datetime) -> DeskBook:
    """The book once it is noted who was seen inside the desk's chat, or is there no more."""
    if sender is None:
        return book
    known = desk.member(sender.id)
    change = DeskChange(desk.id, ChangeKind.MEMBER, "bot", now, who=sender.id, name=sender.name)
    if sender.standing is Standing.OUTSIDE and known:
        change = replace(change, kind=ChangeKind.LEFT)
        tables.look_at_desk(desk.id, milliseconds(now))  # what was theirs is somebody else's now
    elif sender.standing is not Standing.INSIDE or (known and (known.name or not sender.name)):
        return book
    tables.change_desk(change)
    return changed(book, [change])


def why_not(desk: Desk, sender: Sender | None) -> str:
    """Why somebody may not act at a desk, as the texts name it; empty if they may."""
    match sender.standing if sender else Standing.OUTSIDE:
        case Standing.GROUP:
            return "anonymous"
        case Standing.UNSURE:
            return "unsure"
        case Standing.OUTSIDE:
            return "stranger"
    return "" if sender and desk.member(sender.id) else "stranger"


def copied(tables: Tables, message: Message, choice: str, texts: Texts, *, now: datetime) -> Rendered:
    """A desk's button where no desk is: it does nothing, says so, and that it was tried is written down."""
    number = choice.split(":")[1]
    found = tables.escalation(int(number)) if number.isdecimal() and len(number) < 16 else None
    if found:
        who = message.sender.id if message.sender else message.conversation
        tables.note_escalation(found.number, [RecordLine(milliseconds(now), who, "refused", "no_desk")])
    language = tables.conversation(message.conversation).language
    said = texts.render(Reply("refused", (Say("desk.no_desk"),)), language)
    tables.enqueue(message.room or message.conversation, said, milliseconds(now), thread=message.thread)
    return said


@dataclass(frozen=True, slots=True)
class DeskTalk:
    """One message in a desk's chat that is about no case."""

    tables: Tables
    message: Message
    desk: Desk
    texts: Texts
    now: datetime

    def take(self) -> tuple[Rendered, ...]:
        """Work it through; what is said. What is about nothing of the desk is between its people: no answer."""
        sender = self.message.sender
        member = self.desk.member(sender.id) if sender else None
        match self.message.content:
            case Press(choice) if choice.startswith("e:"):  # of a case that is erased, or never was
                return self.refused() or self._say(Reply("refused", (Say("desk.elsewhere"),)))
            case Press(choice) if choice.startswith("d:undo:"):
                return self.refused() or self._undo(choice.removeprefix("d:undo:"))
            case Text(text) if asked := upkeep(text, self.desk, member or Member("", ""), self.now):
                return self.refused() or self._keep(asked)
            case Text(text) if missed := mistyped(text):
                return self.refused() or self._say(Reply("upkeep", (missed,)))
        return ()

    def refused(self) -> tuple[Rendered, ...]:
        """The refusal, logged and said, if its sender may not act here."""
        sender = self.message.sender
        why = why_not(self.desk, sender)
        if not why:
            return ()
        by = sender.id if sender else ""
        self.tables.change_desk(DeskChange(self.desk.id, ChangeKind.REFUSED, by, self.now, text=why))
        return self._say(Reply("refused", (Say(f"desk.{why}"),)))

    def _keep(self, asked: Kept) -> tuple[Rendered, ...]:
        numbers = [self.tables.change_desk(change) for change in asked.changes]
        self.tables.look_at_desk(self.desk.id, milliseconds(self.now))
        # One press for all that one word did: their numbers follow each other.
        undo = (Choice(f"d:undo:{numbers[0]}-{numbers[-1]}", "desk.undo"),) if numbers else ()
        return self._say(replace(asked.reply, choices=undo))

    def _undo(self, numbers: str) -> tuple[Rendered, ...]:
        first, _, last = numbers.partition("-")
        known = first.isdecimal() and last.isdecimal() and len(numbers) < 32
        changes = range(int(first), int(last) + 1)[: LONGEST_CLOSED.days + 1] if known else range(0)
        undone = [each for each in changes if self.tables.end_desk_change(each, self.desk.id, self.now)]
        return self._say(Reply("upkeep", (Say("upkeep.undone" if undone else "upkeep.undone_already"),)))

    def _say(self, reply: Reply) -> tuple[Rendered, ...]:
        rendered = self.texts.render(reply, self.desk.language)
        self.tables.enqueue(self.desk.chat, rendered, milliseconds(self.now), thread=self.message.thread)
        return (rendered,)
