"""Words from the desk: internal until their writer has seen them as the entrepreneur will, and said yes."""

from dataclasses import replace
from typing import assert_never

from bot.messages import Choice, Listed, Part, Reply, Say, Theirs
from bot.messages.files import SentFile

from . import moving, pausing
from .acts import Note
from .around import Around
from .cards import button, read_button
from .desks import Member
from .escalation import Answer, Asked, Draft, Escalation, Pen, Said, Status
from .undoing import SECONDS_TO_UNDO, not_sent, sent_as, waits
from .worked import PERSON, Post, Worked

LONGEST = 2700
"""UTF-16 units of an answer: with what stands around it, it fits into one message of either service."""


def take_pen(worked: Worked, member: Member, asked: Asked, around: Around) -> Worked:
    """The next words of this member in the thread are what the button said."""
    escalation = worked.escalation
    if asked in (Asked.PAUSE, Asked.EXTEND) and (refused := _refusal(worked, asked, member, around)):
        return refused
    if (
        escalation.pen
        and escalation.pen.by != member.id
        and (other := around.desk(escalation).member(escalation.pen.by))
    ):
        # Their next words would be taken for an answer by nobody but themselves.
        worked = worked.to_desk("desk.pen_moved", {"name": member.name, "other": other.name})
    more = (button(escalation, "pen:extend", "desk.extend"),) if asked is Asked.PAUSE else ()
    choices = (*more, button(escalation, "discard", "desk.discard"))
    return worked.now(pen=Pen(member.id, asked)).to_desk(f"desk.ask_{asked}", {"name": member.name}, *choices)


def _refusal(worked: Worked, asked: Asked, member: Member, around: Around) -> Worked | None:
    """That a pause or more time cannot be given, before anybody writes a reason for it."""
    would = pausing.settle(worked, asked, member, "…", around)
    return None if any(post.to == PERSON for post in would.posts) else would


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
            return moving.unknown(worked.now(pen=pen))
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
    sent = sent_as(worked.escalation, corrects)
    corrected = sent is not None and not waits(sent, around)
    reply = (
        _correction(worked.escalation, draft, around) if corrected else answer_reply(worked.escalation, draft, around)
    )
    named = (Say("desk.preview_files", {"files": Listed(tuple(each.name for each in files))}),) if files else ()
    head = "desk.preview_correction" if corrected else "desk.preview"
    return _previewed(worked, draft, around, *reply.parts, head=head, after=named)


def approve(worked: Worked, member: Member, around: Around) -> Worked:
    """What the bot would have answered, as it is, to be seen and agreed to like any other."""
    proposal = worked.escalation.proposal
    return propose(worked, member, proposal, "", around=around) if proposal else worked.to_desk("desk.nothing_to_send")


def _propose_time(worked: Worked, draft: Draft, member: Member, around: Around) -> Worked:
    """What the entrepreneur would read of a pause or of more time, unless it cannot be."""
    would = pausing.settle(worked, draft.asked, member, draft.text, around)
    seen = [part for post in would.posts if post.to == PERSON for part in post.reply.parts]
    return _previewed(worked, draft, around, *seen) if seen else would


def _previewed(
    worked: Worked, draft: Draft, around: Around, *read: Part, head: str = "desk.preview", after: tuple[Say, ...] = ()
) -> Worked:
    """What the entrepreneur will read, in their language, and the question whether it is to be sent."""
    escalation = worked.escalation
    seen: tuple[Part, ...] = (Say(head), *(Theirs(part, escalation.language) for part in read), *after)
    elsewhere: tuple[Choice, ...] = ()
    if around.desk(escalation).pointer:
        seen = (Say("desk.preview_elsewhere", {"number": str(escalation.number)}),)
        elsewhere = (read_button(escalation),)
    choices = (
        *elsewhere,
        button(escalation, f"confirm:{draft.key}", f"desk.confirm_{draft.asked}"),
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
    answers = worked.escalation.answers
    sent = next((each for each in reversed(answers) if each.message == message and not each.taken_back), None)
    if sent is None:
        return worked.noted(member.id, "note", text)
    return propose(worked, member, text, message, around=around, corrects=sent.number)


def confirm(worked: Worked, member: Member, key: str, around: Around) -> Worked:
    """Exactly the draft leaves, after a while in which it can be taken back."""
    draft = worked.escalation.draft
    if draft is None:
        return worked.to_desk("desk.nothing_to_send")
    if draft.by != member.id:
        return worked.to_desk("desk.not_yours")
    if key and key != draft.key:
        return worked.to_desk("desk.newer_draft")
    worked = worked.now(draft=None)
    if draft.asked is not Asked.ANSWER:
        return pausing.settle(worked, draft.asked, member, draft.text, around)
    sent = sent_as(worked.escalation, draft.corrects)
    if sent and waits(sent, around):
        # Nobody has read what it corrects: that never leaves, and this is the answer.
        return _sent(not_sent(worked, sent), draft, member, around)
    if sent:
        return _corrected(worked, draft, around)
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
    told = Said(draft.text, files=draft.files, desk=around.desk(escalation).name, answer=number)
    worked = replace(worked, escalation=worked.escalation.with_said(told))
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


def _corrected(worked: Worked, draft: Draft, around: Around) -> Worked:
    escalation = worked.escalation
    worked = worked.noted(draft.by, "correction", draft.text)
    said = (replace(each, text=draft.text) if each.answer == draft.corrects else each for each in escalation.said)
    worked = worked.now(said=tuple(said))
    worked = worked.post(
        Post(
            PERSON,
            _correction(escalation, draft, around),
            onto=escalation.answer(draft.corrects),
            anew=Say("case.correction"),
        )
    )
    return worked.to_desk("desk.corrected")


def _correction(escalation: Escalation, draft: Draft, around: Around) -> Reply:
    said = answer_reply(escalation, draft, around)
    return Reply("relay", (*said.parts, Say("case.corrected")))


def discard(worked: Worked, member: Member) -> Worked:
    """The draft and the pen are put away; nothing has left."""
    return worked.now(draft=None, pen=None).noted(member.id, "discarded").to_desk("desk.discarded")
