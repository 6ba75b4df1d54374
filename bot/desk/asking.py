"""The entrepreneur's side of an escalation: it begins, words are added, changed, taken back."""

from dataclasses import replace

from bot.messages import Part, Quote, Reply, Say, Value
from bot.messages.files import SentFile
from bot.promise import Kind

from . import closing, completing, pausing
from .around import Around
from .cards import button, card, new_card, title_values
from .escalation import Escalation, Said, Status
from .worked import Post, Worked


def open_(worked: Worked, around: Around) -> Worked:
    """The card goes to the desk: in its hours, as all that nobody there has just asked for."""
    escalation = worked.escalation
    opened = worked.noted("person", "opened", escalation.words).post(new_card(escalation, around))
    owner = around.desk(escalation).member(escalation.owner) if escalation.again else None
    if owner:
        values: dict[str, Value] = {"name": owner.name, "number": str(escalation.again)}
        opened = opened.noted("bot", "again", owner.id).to_staff("desk.again", values)
    if escalation.promise.missing:
        opened = completing.asked_for(opened, "case.missing", around)
    if not escalation.proposal:
        return opened
    seen: tuple[Part, ...] = (Say("desk.proposal"), Quote(escalation.proposal))
    if around.desk(escalation).pointer:
        seen = (Say("desk.proposal"),)
    choices = button(escalation, "approve", "desk.approve"), button(escalation, "pen:answer", "desk.own_answer")
    return opened.post(Post(escalation.desk, Reply("card", seen, choices)))


def refreshed(worked: Worked, around: Around, *, at_once: bool) -> Worked:
    """The card tells how it stands now, if that shows. `at_once` when somebody at the desk did it: else it changes
    in their hours, as all that is said there."""
    escalation = worked.escalation
    if not worked.before or _shows(worked.before) == _shows(escalation):
        return worked
    shown = card(escalation, around.desk(escalation), around.tried(escalation))
    if any(post.handle == escalation.card for post in worked.posts):
        # Laid out in this very act: at once as it stands at its end.
        posts = (replace(each, reply=shown) if each.handle == escalation.card else each for each in worked.posts)
        return replace(worked, posts=tuple(posts))
    return worked.post(Post(escalation.desk, shown, onto=escalation.card, at_once=at_once))


def _shows(escalation: Escalation) -> object:
    """All of an escalation that its card depends on."""
    owed = (clock for clock in escalation.promise.open if clock.kind is not Kind.ACKNOWLEDGEMENT)
    clocks = tuple((clock.kind, clock.deadline, clock.paused) for clock in owed)
    missing = escalation.promise.missing
    return escalation.status, escalation.owner, escalation.stage, missing, escalation.outcome, clocks


def add(worked: Worked, text: str, message: str, sent: tuple[SentFile, ...], around: Around) -> Worked:
    """Further words reach the thread and, where all was answered, start a promise of their own."""
    if not worked.escalation.is_open:
        if not closing.can_reopen(worked, around):
            return worked
        worked = closing.reopen(worked, around, "written")
    escalation = worked.escalation
    calendar = around.calendar(escalation)
    paused = any(clock.paused for clock in escalation.promise.open)
    # A question is not what was waited for: the desk says itself when it has got that.
    asks = paused and not sent and text.rstrip().endswith("?")
    promise = escalation.promise if asks else escalation.promise.resume(around.now, calendar)
    promise = promise.ask(around.now, calendar)
    status = Status.CLAIMED if escalation.status is Status.ANSWERED else escalation.status
    said = "\n".join(filter(None, (text, *(file.name for file in sent))))
    worked = worked.now(promise=promise, status=status).noted("person", "said", said)
    worked = replace(worked, escalation=worked.escalation.with_said(Said(text, message, sent)))
    files = tuple(file.passed_on(escalation.conversation) for file in sent)
    pointer = around.desk(escalation).pointer
    words: tuple[Part, ...] = (Say("desk.person_wrote_somewhere", title_values(escalation)),)
    if not pointer:
        words = (Say("desk.person_says"), Quote(text, escalation.shown_as)) if text else (Say("desk.person_sends"),)
    reply = Reply("relay", words, files=() if pointer else files)
    worked = worked.post(Post(escalation.desk, reply, handle=escalation.heard(message)))
    if asks:
        return worked.to_staff("desk.still_paused")
    if promise.missing and not paused:
        return completing.asked_for(worked, "case.still_missing", around)
    return pausing.told(worked, promise, around) if paused else worked


def change(worked: Worked, text: str | None, message: str, around: Around) -> Worked:
    """Earlier words are different now, or were taken back: the copy at the desk follows."""
    escalation = worked.escalation
    worked = worked.noted("person", "deleted" if text is None else "edited", text or "")
    earlier = (replace(each, text=text or "") if each.message == message else each for each in escalation.said)
    kept = tuple(each for each in earlier if text is not None or each.message != message)
    worked = worked.now(said=kept)
    said: tuple[Part, ...] = (Say("desk.person_deleted"),)
    if text is not None and around.desk(escalation).pointer:
        said = (Say("desk.person_edited_somewhere", title_values(escalation)),)
    elif text is not None:
        said = (Say("desk.person_edited"), Quote(text, escalation.shown_as))
    post = Post(escalation.desk, Reply("relay", said), onto=escalation.heard(message), anew=Say("desk.person_corrects"))
    return worked.post(post)
