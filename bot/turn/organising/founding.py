"""Making a programme at a desk: the questions in a thread of their own, and what is kept when all is known."""

from dataclasses import replace
from datetime import date, datetime

from bot.desk import Desk
from bot.desk.founding import PLANS, Founding, NotSo, Wording, code_for, pressed, quoted, steps_of, told, written
from bot.messages import Choice, Message, Press, Rendered, Reply, Say, Text
from bot.messages.values import Listed, Value
from bot.results.telling import Telling
from bot.store import Lane, Tables, milliseconds
from bot.texts import LANGUAGES, split
from knowledge import KnowledgeError, Offset, Programme, swedish_day
from knowledge.added import check_days, check_new, read_added

from .asking import Office

BUTTON = "p:draft:"


def begin(tables: Tables, office: Office, message: Message, now: datetime) -> tuple[Rendered, ...]:
    """The first question, in a thread of its own."""
    by = message.sender.id if message.sender else ""
    number = tables.new_draft(office.desk.id, by, Founding(0, by).to_json(), milliseconds(now)).number
    founding = Founding(number, by)
    tables.save_draft(number, founding.to_json(), milliseconds(now))
    return _say(tables, _question(founding, office), founding, office, (now, ""))


def heard(tables: Tables, message: Message, office: Office, now: datetime) -> tuple[Rendered, ...] | None:
    """An answer to one of the questions; None if the message is none. Others' words in the thread are their own."""
    founding = _founding(tables, message, office.desk)
    if founding is None:
        return None
    if message.sender is None or message.sender.id != founding.by:
        return ()
    today = swedish_day(now)
    try:
        after = _after(founding, message, office, today)
    except NotSo as why:
        again = (Say(str(why)), *_question(founding, office).parts)
        reply = Reply("found", again, _question(founding, office).choices)
        return _say(tables, reply, founding, office, (now, message.id))
    if after is None:
        return None
    match message.content:
        case Press(choice) if choice.endswith(":discard"):
            tables.drop_draft(founding.number)
            return _say(tables, Reply("found", (Say("organise.discarded"),)), founding, office, (now, message.id))
        case Press(choice) if choice.endswith(":create") and founding.wants == "confirm":
            return _say(tables, _create(tables, founding, office, now), founding, office, (now, message.id))
    tables.save_draft(founding.number, after.to_json(), milliseconds(now))
    return _say(tables, _question(after, office), after, office, (now, message.id))


def _founding(tables: Tables, message: Message, desk: Desk) -> Founding | None:
    """Named by a button, else by the thread."""
    match message.content:
        case Press(choice) if choice.startswith(BUTTON):
            number = choice.removeprefix(BUTTON).partition(":")[0]
        case Text() if message.thread:
            head = (tables.handle_of(message.room, message.thread) or "").partition("/")[0]
            number = head[1:] if head.startswith("p") else ""
        case _:
            return None
    row = tables.draft(int(number)) if number.isdecimal() and len(number) < 16 else None
    return Founding.from_json(row.state) if row and row.desk == desk.id else None


def _after(founding: Founding, message: Message, office: Office, today: date) -> Founding | None:
    match message.content:
        case Press(choice):
            button = choice.removeprefix(BUTTON).partition(":")[2]
            return founding if button in ("create", "discard") else pressed(founding, button, today)
        case Text(text):
            named = [place.codes for place in office.gazetteer.find(text)] if founding.wants == "places" else []
            return told(founding, text, [codes[0] for codes in named if len(codes) == 1], today)
        case _:
            return None


def _question(founding: Founding, office: Office) -> Reply:
    """What to ask next, with the buttons that answer it."""
    wanted, away = founding.wants, _button(founding, "discard")
    if wanted == "confirm":
        return Reply("found", (_preview(founding, office),), (_button(founding, "create"), away))
    answers = {"period": ("open", "one-year"), "plan": tuple(PLANS)}.get(wanted, ())
    choices = tuple(_button(founding, each) for each in answers)
    return Reply("found", (Say(f"organise.ask_{wanted}"),), (*choices, away))


def _button(founding: Founding, what: str) -> Choice:
    return Choice(f"{BUTTON}{founding.number}:{what}", f"organise.{what.replace('-', '_')}")


def _preview(founding: Founding, office: Office) -> Say:
    telling = Telling(office.texts, office.desk.language)
    begins = telling.day(date.fromisoformat(founding.begins))
    ends = telling.day(date.fromisoformat(founding.ends)) if founding.ends else telling.say("organise.no_end")
    values: dict[str, Value] = {
        "name": founding.name,
        "code": _code(founding, office),
        "places": _places(founding, office),
        "begins": begins,
        "ends": ends,
        "plan": _asks(founding.plan, telling),
    }
    return Say("organise.preview", values)


def _asks(plan: str, telling: Telling) -> Value:
    """When it asks, in words."""
    if plan in PLANS:
        return telling.say(f"organise.{plan}")
    steps = [step.split() for step in steps_of(plan)]
    if steps[0][0] == "on":
        days = Listed(tuple(telling.day(date.fromisoformat(day)) for _, day in steps))
        return telling.say("organise.on_days", days=days)
    spans = Listed(tuple(telling.span(Offset.parse(span)) for _, span in steps))
    return telling.say("organise.after_spans", spans=spans)


def _places(founding: Founding, office: Office) -> Listed:
    return Listed(tuple(office.atlas.municipality(code).name for code in founding.codes))


def _code(founding: Founding, office: Office) -> str:
    return code_for(founding.name, [name for each in office.atlas.programmes for name in (each.code, each.id)])


def _create(tables: Tables, founding: Founding, office: Office, now: datetime) -> Reply:
    """Written as a file, read and checked as the files are, kept."""
    code, today = _code(founding, office), swedish_day(now)
    words = {language: _wording(founding, office, language) for language in LANGUAGES}
    text = written(founding, code, _owner(office), today, words)
    register = {each.code: (each.name, each.county) for each in office.atlas.municipalities}
    try:
        made, document = read_added(text.encode(), f"{code}.toml", register, office.atlas.organisations)
        check_new(made, document, office.atlas.programmes)
        check_days(made, document, today)
    except KnowledgeError as error:
        return Reply("found", (Say("organise.not_sound", {"problems": str(error)}),), (_button(founding, "discard"),))
    tables.keep_programme(made.id, text, f"{office.desk.id}:{founding.by}", milliseconds(now))
    tables.drop_draft(founding.number)
    return _created(made)


def _created(made: Programme) -> Reply:
    values = {"name": made.sv.name, "code": made.code}
    buttons = (
        Choice(f"p:invite:{made.code}", "organise.invite", {"code": made.code}),
        Choice(f"p:figures:{made.code}", "organise.figures", {"code": made.code}),
    )
    return Reply("found", (Say("organise.created", values),), buttons)


def _owner(office: Office) -> str:
    desk, known = office.desk, {each.id for each in office.atlas.organisations}
    return f"body = {quoted(desk.id)}" if desk.id in office.atlas or desk.id in known else f"name = {quoted(desk.name)}"


def _wording(founding: Founding, office: Office, language: str) -> Wording:
    texts, places = office.texts, _places(founding, office)
    return Wording(
        texts.plain("organise.audience", language, places=places),
        texts.plain("organise.consent", language),
        texts.plain("organise.role", language),
    )


def _say(
    tables: Tables, reply: Reply, founding: Founding, office: Office, when: tuple[datetime, str]
) -> tuple[Rendered, ...]:
    """In the draft's thread; every question has a name, so that a reply to it is known as one."""
    now, message = when
    language = office.desk.language
    rendered = office.texts.render(reply, language)
    if not message:
        rendered = replace(rendered, opens=office.texts.plain("organise.new", language))
    top = f"p{founding.number}"
    handle, under = (f"{top}/{message}", top) if message else (top, None)
    first, *rest = split(rendered)
    stamp = milliseconds(now)
    tables.enqueue(office.desk.chat, first, stamp, lane=Lane.RELAY, stream=top, handle=handle, under=under)
    for part in rest:
        tables.enqueue(office.desk.chat, part, stamp, lane=Lane.RELAY, stream=top, under=top)
    return (rendered,)
