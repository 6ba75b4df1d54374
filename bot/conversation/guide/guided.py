"""A talk in the middle of the collaboration guide, and the turns that come of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.conversation.calendars import meeting_file
from bot.conversation.person.masking import masked
from bot.conversation.state import CHECKLIST, Conversation, Turn
from bot.conversation.ways_back import draft_aside
from bot.guiding import Walk, asked, finished
from bot.guiding.page import SWEDEN, meeting_day
from bot.guiding.walk import LONGEST
from bot.messages import Choice, Part, Reply, Say
from bot.programmes.snoozing import When, when
from knowledge import Checklist, ChecklistQuestion


@dataclass(frozen=True, slots=True)
class Guided:
    """The talk, where in the checklist it is, and when."""

    conversation: Conversation
    walk: Walk
    checklist: Checklist
    now: datetime

    @property
    def language(self) -> str:
        """What is written, `sv` or `en`."""
        return self.conversation.language

    @property
    def question(self) -> ChecklistQuestion | None:
        """The question that is asked, None at the end."""
        return self.checklist.question(self.walk.at)

    def count(self) -> dict[str, str]:
        """How many questions have an answer, of how many."""
        total = len(self.checklist.questions)
        return {"answered": str(total - len(self.walk.open_questions(self.checklist))), "total": str(total)}

    def at(self, walk: Walk) -> "Guided":
        """The same, further on."""
        return replace(self, walk=walk)

    def says(self, reply: Reply) -> Turn:
        """The turn with this reply; what was asked for before the guide is over."""
        draft = draft_aside(self.conversation.draft)
        kept = replace(
            self.conversation, walk=self.walk, draft=draft, asked="", missed=0, topic=CHECKLIST, also=(), adding=False
        )
        return Turn(kept, (reply,))

    def asks(self, *before: Part) -> Turn:
        """The question in turn."""
        return self.says(asked(self.walk, self.checklist, self.language, *before))

    def finishes(self, *before: Part) -> Turn:
        """The page."""
        return self.at(self.walk.moved("")).says(finished(self.walk, self.checklist, self.language, self.now, *before))

    def goes_on(self, *before: Part) -> Turn:
        """The next question, or the page after the last and after one that was changed."""
        after = self.at(self.walk.on(self.checklist))
        if not after.walk.is_done:
            return after.asks(*before)
        return after.finishes(*before, *((Say("guide.changed"),) if self.walk.changing else ()))

    def answered(self, text: str, message_id: str = "") -> Turn:
        """An answer, kept without identity numbers; then what comes next."""
        words = masked(text)
        cut = (Say("guide.cut", {"most": str(LONGEST)}),) if len(words) > LONGEST else ()
        return self.at(self.walk.answered(self.walk.at, words, message_id)).goes_on(*cut)

    def meets(self, text: str) -> Turn:
        """The first meeting is set from words; asked again if no day comes of them."""
        found = when(text, self.now, self.language)
        if not isinstance(found, When) or found.day is None:
            keep = (Choice("guide:page", "guide.done"),)
            return self.says(Reply("guide", (Say("guide.when_again"),), keep))
        meets = _written(found.day, found.hour)
        after = self.at(replace(self.walk.moved(""), meets=meets, dated=self.walk.dated + 1))
        said = Say("guide.met", {"day": meeting_day(after.walk) or ""})
        file = meeting_file(after.walk, self.checklist, self.language, self.conversation.id, self.now)
        choices = (
            Choice("guide:page", "guide.show_page"),
            Choice("guide:meet", "guide.other_day"),
            Choice("guide:send", "guide.send"),
        )
        return after.says(Reply("guide", (said,), choices, files=(file,)))


def _written(day: date, hour: time | None) -> str:
    """As a walk keeps it: a moment on a Swedish clock, or a day."""
    return datetime.combine(day, hour, SWEDEN).isoformat() if hour else day.isoformat()
