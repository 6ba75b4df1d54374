"""What a desk reads of a matter, and the buttons under it."""

from dataclasses import replace

from bot.desk import Desk, Post
from bot.messages import Choice, Dated, Label, Part, Quote, Reply, Rows, Say, Value
from knowledge import EntryPoint, last_day, swedish_day

from .around import Around
from .lines import Line, english_needed, lines_of
from .matter import Cause, Matter, Report, ReportedPart


def button(matter: Matter, act: str, key: str) -> Choice:
    """A button of the desk. Its id names the matter: it works in whatever thread it is pressed."""
    return Choice(f"k:{matter.number}:{act}", key)


def new_card(matter: Matter, entry: EntryPoint, around: Around, *, at_once: bool = False) -> tuple[Matter, Post]:
    """The card as the first message of a thread at the desk where the matter is now."""
    laid = replace(matter, cards=matter.cards + 1)
    reply = Reply("owners", (*_why(laid, entry, around), *_shown(entry, around)), _answers(laid))
    title = Say(
        "owners.thread", {"title": entry.sv.title, "place": around.holder_name(entry) or Label("owners.sweden")}
    )
    return laid, Post(laid.desk, reply, handle=laid.card, opens=title, at_once=at_once)


def _shown(entry: EntryPoint, around: Around) -> tuple[Part, ...]:
    """What an entrepreneur reads, and where the button under it leads."""
    link = (Say("owners.link", {"url": entry.url}),) if entry.url else ()
    return (around.fact(entry), *link)


def _why(matter: Matter, entry: EntryPoint, around: Around) -> tuple[Part, ...]:
    match matter.cause:
        case Cause.FRESH:
            late = last_day(entry.best_before) < swedish_day(around.now)
            return (Say("owners.fresh_late" if late else "owners.fresh", {"until": Dated(entry.best_before)}),)
        case Cause.REPORT:
            desk = around.desk(matter)
            return tuple(part for report in matter.reports for part in report_parts(report, matter, desk))
        case Cause.LOOK:
            until = entry.best_before
            return (Say("owners.look_until", {"until": Dated(until)}) if until else Say("owners.look"),)


def report_parts(report: Report, matter: Matter, desk: Desk) -> tuple[Part, ...]:
    """What somebody says is wrong. In pointer mode their words stay out of the chat service."""
    values: dict[str, Value] = {"part": Label(f"owners.part_{report.part}"), "shown": report.shown}
    said: tuple[Part, ...] = (Say("owners.reported" if report.shown else "owners.reported_all", values),)
    if not report.words:
        return said
    pointer = Say("owners.pointer", {"number": str(matter.number)})
    return (*said, pointer if desk.pointer else Quote(report.words))


def _answers(matter: Matter) -> tuple[Choice, ...]:
    holds = "owners.holds_report" if matter.cause is Cause.REPORT else "owners.holds"
    choices = (button(matter, "holds", holds), button(matter, "mend", "owners.mend"))
    return choices if matter.cause is Cause.LOOK else (*choices, button(matter, "not_ours", "owners.not_ours"))


def ask_line(matter: Matter, entry: EntryPoint, name: str) -> Reply:
    """Which line? Every line with its number; the ways to reach somebody as buttons, for they change most."""
    rows = Rows(tuple(_row(number, line) for number, line in enumerate(lines_of(entry), 1)))
    choices = [button(matter, f"line:{part}", f"owners.line_{part}") for part in ("url", "phone", "email")]
    parts = (Say("owners.ask_line", {"name": name}), Say("owners.lines", {"lines": rows}))
    return Reply("owners", parts, (*choices, put_away(matter)))


def _row(number: int, line: Line) -> Label:
    step: Value = Label("owners.name_step", {"number": str(line.number)})
    name = step if line.number else Label(f"owners.name_{line.kind}")
    text = "; ".join(line.text.splitlines()) or "–"
    return Label("owners.row", {"number": str(number), "name": name, "text": text})


def ask_words(matter: Matter, line: Line) -> Reply:
    """The new words, please; what stands there now is shown."""
    parts: list[Part] = [Say(f"owners.write_{line.kind}", {"number": str(line.number)})]
    if line.text:
        parts.append(Say("owners.now", {"text": line.text}))
    if not line.needed and line.text:
        parts.append(Say("owners.or_remove"))
    return Reply("owners", tuple(parts), (put_away(matter),))


def ask_english(matter: Matter, line: Line) -> Reply:
    """The same in English."""
    parts = (Say("owners.write_english"), *((Say("owners.now", {"text": line.english}),) if line.english else ()))
    return Reply("owners", parts, (button(matter, "same", "owners.same"), put_away(matter)))


def preview(matter: Matter, after: EntryPoint, line: Line, around: Around) -> Reply:
    """The entry as an entrepreneur will read it, and a question."""
    parts: list[Part] = [Say("owners.preview"), *_shown(after, around)]
    if english_needed(line):
        parts.append(Say("owners.preview_english", {"text": _english(after, line)}))
    choices = (
        button(matter, "keep", "owners.keep"),
        button(matter, f"line:{line.id}", "owners.rewrite"),
        put_away(matter),
    )
    return Reply("owners", tuple(parts), choices)


def _english(after: EntryPoint, line: Line) -> str:
    """The line in English; of steps all, for one may have become several."""
    if line.kind in ("step", "steps"):
        return "; ".join(after.en.steps)
    text = next((each.english for each in lines_of(after) if each.id == line.id), None)
    return "; ".join((text or "–").splitlines())


def put_away(matter: Matter) -> Choice:
    """Leave it as it was."""
    return button(matter, "away", "owners.away")


def closed_card(matter: Matter, entry: EntryPoint, key: str, values: dict[str, Value]) -> Post:
    """The card when it is over: what came of it, no buttons but the one to change something more."""
    told = {"title": entry.sv.title, **values}
    reply = Reply("owners", (Say(key, told),), (button(matter, "mend", "owners.mend"),))
    return Post(matter.desk, reply, onto=matter.card, at_once=True)


def shown_part(entry: EntryPoint, part: ReportedPart) -> str:
    """How the part that is said to be wrong reads; empty for the whole of it."""
    match part:
        case ReportedPart.URL:
            return entry.url
        case ReportedPart.PHONE:
            return entry.contact.phone
        case ReportedPart.EMAIL:
            return entry.contact.email
        case ReportedPart.OTHER:
            return ""
