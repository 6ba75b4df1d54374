"""One thing that happens to a matter → the matter as it is then, what is said, what the entry says from now on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

from bot.messages import Moment, Reply, Say, Value
from knowledge import EntryPoint, still_right

from .acts import Act, Choose, Holds, Keep, Mend, NotOurs, PutAway, SameInEnglish, Write
from .around import Around, By
from .cards import ask_english, ask_line, ask_words, closed_card, new_card, preview, put_away, report_parts
from .lines import (
    Line,
    Unsound,
    as_written,
    english_needed,
    entry_after,
    fields_of,
    is_removal,
    line_named,
    line_of_text,
)
from .matter import Matter, Outcome, Pen, Report
from .stewards import is_own, may_change, next_steward
from .worked import Worked


def opened(matter: Matter, entry: EntryPoint, around: Around, *, at_once: bool = False) -> Worked:
    """It begins: the card goes to the desk, in its hours unless somebody there has just asked for it."""
    laid, post = new_card(matter, entry, around, at_once=at_once)
    return Worked(laid, (post,))


def reported(matter: Matter, report: Report, around: Around) -> Worked:
    """One more person says that something is wrong with an entry that its desk has before it."""
    added = Worked(replace(matter, reports=(*matter.reports, report)))
    if matter.desk not in around.book:
        return added
    return added.say(Reply("owners", report_parts(report, matter, around.desk(matter))), at_once=False)


def at_desk(matter: Matter, act: Act, by: By, around: Around) -> Worked:
    """Something done at a desk. Only its members may, only where the matter is, and only with its own entries."""
    worked = Worked(matter, by=f"{by.desk.name}: {by.member.name}")
    pen = matter.pen
    if isinstance(act, Write) and (pen is None or pen.by != by.member.id):
        return worked
    if by.barred or by.desk.member(by.member.id) is None:
        return replace(worked, refused=f"desk.{by.barred or 'stranger'}")
    entry = around.entry(matter)
    if entry is None:
        return replace(worked, refused="owners.gone")
    if by.desk.id != matter.desk or not may_change(by.desk, entry, around.atlas, around.book):
        return replace(worked, refused="owners.elsewhere")
    return _done(worked, entry, act, by, around)


def _done(worked: Worked, entry: EntryPoint, act: Act, by: By, around: Around) -> Worked:
    match act:
        case Holds():
            return _holds(worked, entry, by, around)
        case NotOurs():
            return _not_ours(worked, entry, by, around)
        case Mend():
            return worked.now(pen=Pen(by.member.id)).say(ask_line(worked.matter, entry, by.member.name))
        case Choose(line_id):
            line = line_named(entry, line_id)
            return _chosen(worked, line, by) if line else worked.say(_line("owners.no_line"))
        case Write(text):
            return _written(worked, entry, text, around)
        case SameInEnglish():
            return _english(worked, entry, None, around)
        case Keep():
            return _kept(worked, entry, by, around)
        case PutAway():
            return worked.now(pen=None).say(_line("owners.put_away"))
        case _:
            assert_never(act)


def _holds(worked: Worked, entry: EntryPoint, by: By, around: Around) -> Worked:
    """It counts from today for a year again."""
    if not worked.matter.is_open:
        return worked.say(_line("owners.over_already"))
    fields = _renewed(worked, entry, around)
    said = _over(worked.now(pen=None), entry, Outcome.RIGHT, by, around)
    return replace(said, fields=fields).noted("right", fields["best_before"])


def _over(worked: Worked, entry: EntryPoint, outcome: Outcome, by: By, around: Around) -> Worked:
    """Those who reported it hear of it, once."""
    values: dict[str, Value] = {"name": by.member.name, "at": Moment(around.now)}
    heard = outcome if worked.matter.is_open and worked.matter.reports else None
    worked = replace(worked.now(outcome=outcome), heard=heard)
    worked = worked.post(closed_card(worked.matter, entry, f"owners.over_{outcome}", values))
    return worked.say(_line("owners.told_them" if heard else f"owners.done_{outcome}"))


def _not_ours(worked: Worked, entry: EntryPoint, by: By, around: Around) -> Worked:
    """The desk behind this one is asked, once; after that it waits for whoever keeps the files."""
    if not worked.matter.is_open:
        return worked.say(_line("owners.over_already"))
    onward = next_steward(by.desk, entry, around.atlas, around.book) if not worked.matter.passed_on else None
    if onward is None:
        worked = worked.now(outcome=Outcome.NOT_OURS, pen=None).noted("not_ours", by.desk.id)
        return worked.say(_line("owners.nobody_else"))
    worked = worked.say(_line("owners.asked_instead", {"desk": onward.name}))
    laid, post = new_card(replace(worked.matter, desk=onward.id, pen=None, passed_on=True), entry, around)
    return replace(worked, matter=laid).post(post).noted("not_ours", f"{by.desk.id} to {onward.id}")


def _chosen(worked: Worked, line: Line, by: By) -> Worked:
    return worked.now(pen=Pen(by.member.id, line.id)).say(ask_words(worked.matter, line))


def _written(worked: Worked, entry: EntryPoint, text: str, around: Around) -> Worked:
    """Which line it is, the new words, or the same in English: whatever was asked for."""
    pen = worked.matter.pen or Pen("")
    if pen.fields:  # a preview waits for a yes; what is written meanwhile is the next try
        pen = replace(pen, words="", fields={})
    if pen.words:
        return _english(worked, entry, text, around)
    line = line_named(entry, pen.line or text.strip().rstrip("."))
    if line and not pen.line:
        return worked.now(pen=replace(pen, line=line.id)).say(ask_words(worked.matter, line))
    line = line or line_of_text(entry, text)
    return _worded(worked, entry, line, (pen, text), around) if line else worked.say(_line("owners.no_line"))


def _worded(worked: Worked, entry: EntryPoint, line: Line, written: tuple[Pen, str], around: Around) -> Worked:
    """New words for a line; where it has a language, the English are asked for too."""
    pen, text = written
    gone = is_removal(text)
    words = "" if gone else as_written(line, text)
    asks = english_needed(line) and not gone
    fields = fields_of(entry, line, words, words if asks else "")
    if isinstance(fields, Unsound):
        return worked.say(_unsound(worked, fields))
    if asks:
        return worked.now(pen=replace(pen, line=line.id, words=words)).say(ask_english(worked.matter, line))
    return _shown(worked, entry, line, replace(pen, line=line.id, fields=fields), around)


def _english(worked: Worked, entry: EntryPoint, text: str | None, around: Around) -> Worked:
    """The English words, or None: the Swedish stand in both."""
    pen = worked.matter.pen
    line = line_named(entry, pen.line) if pen else None
    if pen is None or line is None or not pen.words:
        return worked.say(_line("owners.nothing"))
    fields = fields_of(entry, line, pen.words, pen.words if text is None else text.strip())
    if isinstance(fields, Unsound):
        return worked.say(_unsound(worked, fields))
    return _shown(worked, entry, line, replace(pen, fields=fields), around)


def _shown(worked: Worked, entry: EntryPoint, line: Line, pen: Pen, around: Around) -> Worked:
    worked = worked.now(pen=pen)
    after = entry_after(entry, {**pen.fields, **_renewed(worked, entry, around)})
    return worked.say(preview(worked.matter, after, line, around))


def _kept(worked: Worked, entry: EntryPoint, by: By, around: Around) -> Worked:
    """From the next message on it says this."""
    pen = worked.matter.pen
    if pen is None or not pen.fields:
        return worked.say(_line("owners.nothing"))
    if pen.by != by.member.id:
        return worked.say(_line("owners.not_yours"))
    said = _over(worked.now(pen=None), entry, Outcome.MENDED, by, around)
    return replace(said, fields={**pen.fields, **_renewed(worked, entry, around)})


def _renewed(worked: Worked, entry: EntryPoint, around: Around) -> Mapping[str, Any]:
    """Whoever has read it all and said yes vouches for it as from today."""
    return still_right(around.now, own=is_own(around.desk(worked.matter), entry, around.atlas))


def _unsound(worked: Worked, fault: Unsound) -> Reply:
    return Reply("owners", (Say(f"owners.unsound_{fault.why}"),), (put_away(worked.matter),))


def _line(key: str, values: Mapping[str, Value] | None = None) -> Reply:
    return Reply("owners", (Say(key, values or {}),))
