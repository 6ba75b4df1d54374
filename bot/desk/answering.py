"""Words from the desk: internal until their writer has seen them as the entrepreneur will, and said yes."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.messages import Choice, Listed, Part, Reply, Say, Theirs
from bot.messages.files import SentFile

from . import pausing
from .acts import Note
from .around import Around
from .cards import button, read_button
from .desks import Member
from .escalation import Answer, Asked, Draft, Escalation, Pen, Status
from .worked import PERSON, Post, Worked

SECONDS_TO_UNDO = 120

LONGEST = 2700
"""UTF-16 units of an answer: with what stands around it, it fits into one message of either service."""


def take_pen(worked: Worked, member: Member, asked: Asked) -> Worked:
    """The next words of this member in the thread are what the button said."""
    escalation = worked.escalation
    more = (button(escalation, "pen:extend", "desk.extend"),) if asked is Asked.PAUSE else ()
    choices = (*more, button(escalation, "discard", "desk.discard"))
    return worked.now(pen=Pen(member.id, asked)).to_desk(f"desk.ask_{asked}", {"name": member.name}, *choices)


def note(worked: Worked, member: Member, said: Note, around: Around) -> Worked:
    """Words in the thread: internal, unless their writer was asked for them."""
    pen, text, message = worked.escalation.pen, said.text, said.message
    if pen is None or pen.by != member.id or not worked.escalation.is_open:
        return worked.noted(member.id, "note", " ".join(filter(None, (text, *(each.name for each in said.files)))))
    worked = worked.now(pen=None)
    match pen.asked:
        case Asked.PAUSE | Asked.EXTEND:
            return _propose_time(worked, Draft(text, member.id, message, asked=pen.asked), member, around)
        case Asked.ANSWER:
            shown = propose(worked, member, text, message, around=around, files=said.files)
            # What cannot be sent is no answer yet: the next words still are.
            return shown if shown.escalation.draft else shown.now(pen=pen)
        case Asked.WRONG | Asked.MOVE:  # a name that is no desk's: whoever reads the words knows them all
            return worked.to_desk("desk.unknown_desk")
        case _:
            assert_never(pen.asked)


def propose(
    worked: Worked,
    member: Member,
    text: str,
    message: str,
    *,
    around: Around,
    corrects: int = 0,
    files: tuple[SentFile, ...] = (),
) -> Worked:
    """The draft as the entrepreneur will see it, and a question. In pointer mode it is read elsewhere."""
    if not text.strip() and not files:
        return worked.to_desk("desk.empty")
    length = len(text.encode("utf-16-le")) // 2
    if length > LONGEST:
        return worked.to_desk("desk.too_long", {"length": str(length), "limit": str(LONGEST)})
    desk, draft = around.desk(worked.escalation), Draft(text, member.id, message, corrects, files=files)
    if heavy := tuple(
        each.name for each in files if not each.can_be_passed_on(desk.chat, worked.escalation.conversation)
    ):
        return worked.to_desk("desk.too_big", {"files": Listed(heavy)})
    reply = _correction(draft) if corrects else answer_reply(worked.escalation, draft, around)
    named = (Say("desk.preview_files", {"files": Listed(tuple(each.name for each in files))}),) if files else ()
    return _previewed(worked, draft, around, *reply.parts, after=named)


def approve(worked: Worked, member: Member, around: Around) -> Worked:
    """What the bot would have answered, as it is, to be seen and agreed to like any other."""
    proposal = worked.escalation.proposal
    return propose(worked, member, proposal, "", around=around) if proposal else worked.to_desk("desk.nothing_to_send")


def _propose_time(worked: Worked, draft: Draft, member: Member, around: Around) -> Worked:
    """What the entrepreneur would read of a pause or of more time, unless it cannot be."""
    would = pausing.settle(worked, draft.asked, member, draft.text, around)
    seen = [part for post in would.posts if post.to == PERSON for part in post.reply.parts]
    return _previewed(worked, draft, around, *seen) if seen else would


def _previewed(worked: Worked, draft: Draft, around: Around, *read: Part, after: tuple[Say, ...] = ()) -> Worked:
    """What the entrepreneur will read, in their language, and the question whether it is to be sent."""
    escalation = worked.escalation
    head = Say("desk.preview_correction" if draft.corrects else "desk.preview")
    seen: tuple[Part, ...] = (head, *(Theirs(part, escalation.language) for part in read), *after)
    elsewhere: tuple[Choice, ...] = ()
    if around.desk(escalation).pointer:
        seen = (Say("desk.preview_elsewhere", {"number": str(escalation.number)}),)
        elsewhere = (read_button(escalation),)
    choices = (
        *elsewhere,
        button(escalation, "confirm", f"desk.confirm_{draft.asked}"),
        button(escalation, f"pen:{draft.asked}", "desk.rewrite"),
        button(escalation, "discard", "desk.discard"),
    )
    worked = worked.now(draft=draft, pen=None).noted(draft.by, "draft", draft.text)
    return worked.post(Post(escalation.desk, Reply("preview", seen, choices), at_once=True))


def revise(worked: Worked, member: Member, text: str, message: str, *, around: Around) -> Worked:
    """A changed draft is shown anew. Words already sent change only after another yes; all else is internal."""
    draft = worked.escalation.draft
    if draft and draft.message == message and draft.by == member.id:
        if draft.asked is Asked.ANSWER:
            return propose(worked, member, text, message, around=around, corrects=draft.corrects, files=draft.files)
        return _propose_time(worked, replace(draft, text=text), member, around)
    sent = next((each for each in worked.escalation.answers if each.message == message), None)
    if sent is None:
        return worked.noted(member.id, "note", text)
    return propose(worked, member, text, message, around=around, corrects=sent.number)


def confirm(worked: Worked, member: Member, around: Around) -> Worked:
    """Exactly the draft leaves, after a while in which it can be taken back."""
    draft = worked.escalation.draft
    if draft is None:
        return worked.to_desk("desk.nothing_to_send")
    if draft.by != member.id:
        return worked.to_desk("desk.not_yours")
    worked = worked.now(draft=None)
    if draft.asked is not Asked.ANSWER:
        return pausing.settle(worked, draft.asked, member, draft.text, around)
    if draft.corrects:
        return _corrected(worked, draft)
    return _sent(worked, draft, member, around)


def _sent(worked: Worked, draft: Draft, member: Member, around: Around) -> Worked:
    escalation = worked.escalation
    number = len(escalation.answers) + 1
    worked = worked.now(
        answers=(*escalation.answers, Answer(number, draft.message, around.now)),
        unsent=escalation.promise,
        promise=escalation.promise.resume(around.now, around.calendar(escalation)).answer(around.now),
        status=Status.ANSWERED,
        owner=escalation.owner or member.id,
        unowned_since=None,
    ).noted(member.id, "answer", draft.text)
    worked = worked.post(
        Post(PERSON, answer_reply(escalation, draft, around), handle=escalation.answer(number), delay=SECONDS_TO_UNDO)
    )
    undo = button(escalation, f"undo:{number}", "desk.undo")
    return worked.to_desk("desk.sent", {"minutes": str(SECONDS_TO_UNDO // 60)}, undo)


def answer_reply(escalation: Escalation, draft: Draft, around: Around) -> Reply:
    """What the entrepreneur reads."""
    desk = around.desk(escalation)
    who = Say("case.answer", {"desk": desk.name, "number": str(escalation.number)})
    words = (Say("case.words", {"text": draft.text}),) if draft.text.strip() else ()
    return Reply("relay", (who, *words), files=tuple(each.passed_on(desk.chat) for each in draft.files))


def _corrected(worked: Worked, draft: Draft) -> Worked:
    escalation = worked.escalation
    worked = worked.noted(draft.by, "correction", draft.text)
    worked = worked.post(
        Post(PERSON, _correction(draft), onto=escalation.answer(draft.corrects), anew=Say("case.correction"))
    )
    return worked.to_desk("desk.corrected")


def _correction(draft: Draft) -> Reply:
    return Reply("relay", (Say("case.words", {"text": draft.text}), Say("case.corrected")))


def discard(worked: Worked, member: Member) -> Worked:
    """The draft and the pen are put away; nothing has left."""
    return worked.now(draft=None, pen=None).noted(member.id, "discarded").to_desk("desk.discarded")


def take_back(worked: Worked, member: Member, number: int, around: Around) -> Worked:
    """Undo an answer while it waits; then all is as it was before it."""
    escalation = worked.escalation
    sent = next((each for each in escalation.answers if each.number == number), None)
    if sent is None or not sent.message:  # an answer that was taken back keeps its number, but no message
        return worked.to_desk("desk.undone_already")
    if around.now >= sent.sent_at + timedelta(seconds=SECONDS_TO_UNDO):
        return worked.to_desk("desk.too_late_to_undo")
    kept = tuple(replace(each, message="") if each is sent else each for each in escalation.answers)
    worked = replace(worked, taken_back=(*worked.taken_back, escalation.answer(number)))
    promise = escalation.unsent or escalation.promise
    worked = worked.now(answers=kept, promise=promise, unsent=None, status=Status.CLAIMED)
    return worked.noted(member.id, "undone").to_desk("desk.undone")
