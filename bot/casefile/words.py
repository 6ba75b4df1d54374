"""A case in words, in the desk's language: the same for the screen, the page and the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Asked, Escalation, Outcome
from bot.desk.cards import state, title_values
from bot.desk.pausing import deadline_of
from bot.desk.undoing import SECONDS_TO_UNDO
from bot.messages import Label, Reply, Say, Value
from bot.messages.words import Paragraph
from bot.promise import SWEDEN, Clock, receipt
from bot.texts import Texts

from .case import Case, Line


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message: `mark` says what became of it, if anything; `is_ours` is one of the desk's."""

    at: str
    who: str
    text: str
    mark: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Everything in words. `facts` are names and values, `clocks` the receipts, `happened` moments and what was."""

    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    thread: tuple[Spoken, ...]
    draft: Spoken | None
    clocks: tuple[tuple[Paragraph, ...], ...]
    happened: tuple[tuple[str, str], ...]
    internal: tuple[tuple[str, str], ...]


def stamp(at: datetime) -> str:
    """A moment for the record, Swedish time: 2026-11-23 10.15."""
    return f"{at.astimezone(SWEDEN):%Y-%m-%d %H.%M}"


def case_words(case: Case, texts: Texts, now: datetime, language: str = "") -> CaseWords:
    """A case in words, in a language or the desk's."""
    return _Wording(case, texts, now, language or case.language).words()


@dataclass(frozen=True, slots=True)
class _Wording:
    case: Case
    texts: Texts
    now: datetime
    language: str

    def words(self) -> CaseWords:
        escalation = self.case.escalation
        around = [line for line in self.case.lines if not line.is_said]
        return CaseWords(
            title=" · ".join([self._say("casefile.title", number=str(escalation.number)), *self._where()]),
            state=self._state(escalation),
            facts=tuple((self._say(f"casefile.{name}"), value) for name, value in self._facts(escalation)),
            thread=tuple(map(self._spoken, self.case.thread)),
            draft=self._draft(escalation),
            clocks=tuple(map(self._clock, escalation.promise.clocks)),
            happened=tuple((stamp(each.at), self._did(each)) for each in around if not each.is_internal),
            internal=tuple((stamp(each.at), self._did(each)) for each in around if each.is_internal),
        )

    def _where(self) -> tuple[str, str]:
        values = title_values(self.case.escalation)
        topic = values["topic"]
        return str(values["place"]), self._say(topic.key) if isinstance(topic, Label) else topic

    def _state(self, escalation: Escalation) -> str:
        desk = self.case.book.get(escalation.desk)
        if desk is None:
            return escalation.status
        key, values = state(escalation, desk)
        return self._say(key, **values)

    def _facts(self, escalation: Escalation) -> Iterator[tuple[str, str]]:
        place, topic = self._where()
        yield "from", escalation.shown_as or self._say("casefile.nobodys_name")
        yield "place", place
        yield "topic", topic
        if escalation.complaint:
            yield "complaint", self._say("casefile.complaint_yes")
        yield "desk", self.case.desk_name(escalation.desk)
        yield "came", stamp(escalation.opened_at)
        if deadline := deadline_of(escalation.promise):
            yield "deadline", stamp(deadline.at)
        if self.case.tried:
            yield "tried", ", ".join(self.case.tried.values())
        values = {"at": stamp(escalation.opened_at), "version": escalation.consent}
        yield "consent", self._say("casefile.consent_given", **values)
        yield from self._end(escalation)

    def _end(self, escalation: Escalation) -> Iterator[tuple[str, str]]:
        """What it came to by the desk, and by the entrepreneur."""
        if escalation.outcome is None or escalation.closed_at is None:
            return
        outcome = Label(f"desk.outcome_{escalation.outcome}")
        yield "ended", self._say("casefile.ended_how", at=stamp(escalation.closed_at), outcome=outcome)
        yield "confirmed", self._yes_or_no(escalation.confirmed)
        yield "useful", self._yes_or_no(escalation.useful)

    def _yes_or_no(self, said: bool | None) -> str:
        return self._say("casefile.no_word" if said is None else "casefile.yes" if said else "casefile.no")

    def _spoken(self, line: Line) -> Spoken:
        who = self._who(line)
        if line.who != "person":
            who = f"{who}, {self.case.desk_name(line.desk)}"
        return Spoken(stamp(line.at), who, line.text, self._mark(line), line.who != "person")

    def _mark(self, line: Line) -> str:
        if line.taken_back:
            return self._say("casefile.taken_back")
        if line.kind in ("edited", "deleted", "correction"):
            return self._say(f"casefile.{line.kind}")
        if line.kind == "answer" and (self.now - line.at).total_seconds() < SECONDS_TO_UNDO:
            return self._say("casefile.leaving", minutes=str(SECONDS_TO_UNDO // 60))
        return ""

    def _draft(self, escalation: Escalation) -> Spoken | None:
        if escalation.draft is None:
            return None
        wrote = Line(self.now, escalation.draft.by, "draft", escalation.draft.text, escalation.desk)
        how = self._say("casefile.draft_how", who=self._who(wrote))
        text = wrote.text
        if escalation.draft.asked is not Asked.ANSWER:
            text = self._say(f"casefile.draft_{escalation.draft.asked}", text=text)
        return Spoken("", how, text, is_ours=True)

    def _clock(self, clock: Clock) -> tuple[Paragraph, ...]:
        """The receipt, and how the promise ended."""
        end = Say("casefile.clock_open")
        if clock.ended:
            end = Say(f"casefile.clock_{clock.ended.outcome}", {"at": stamp(clock.ended.at)})
        return self.texts.render(
            Reply("receipt", (receipt(clock, self.case.escalation.opened_at), end)), self.language
        ).paragraphs

    def _did(self, line: Line) -> str:
        kind = "barred" if line.kind == "refused" and line.who != "person" else line.kind
        key = f"casefile.did_{kind}"
        if key not in self.texts.templates[self.language]:
            key = "casefile.did_other"
        return self._say(key, who=self._who(line), kind=line.kind, text=self._about(line)).strip()

    def _about(self, line: Line) -> str | Label:
        """What a line's text stands for: a desk, a member, an outcome; else it is words."""
        match line.kind:
            case "wrong" | "passed_on" | "agreed" | "refused" | "moved":
                return self.case.desk_name(line.text)
            case "unowned" | "away" | "handed":
                return self.case.name_of(line.text, line.desk)
            case "closed" if line.text in tuple(Outcome):
                return Label(f"desk.outcome_{line.text}")
        return line.text

    def _who(self, line: Line) -> str:
        if line.who == "person":
            name = self.case.escalation.shown_as
            return self._say("casefile.person_named", name=name) if name else self._say("casefile.person")
        return self._say("casefile.bot") if line.who == "bot" else self.case.member_name(line)

    def _say(self, key: str, **values: Value) -> str:
        return self.texts.plain(key, self.language, **values)
