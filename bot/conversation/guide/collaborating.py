"""Words in and around the collaboration guide: its beginning, its answers, and what is another matter."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.bribery import is_bribe
from bot.conversation.choices import labelled
from bot.conversation.meaning import in_language, topics_of
from bot.conversation.person import drafting
from bot.conversation.person.masking import masked
from bot.conversation.state import CHECKLIST, Conversation, Heard, Turn
from bot.conversation.tone import is_despair
from bot.desk import Escalation
from bot.guiding import Act, Walk, act_of, asked, asks_for_end, asks_to_begin, asks_to_change, asks_to_go_on, picked
from bot.guiding import way_back as back_to
from bot.messages import Choice, Edit, Press, Reply, Say, Text
from intents import Understood
from knowledge import Atlas, ChecklistQuestion

from . import guide_buttons
from .guided import Guided

LEAST_IN_LANGUAGE = 6
"""Words of an answer that may change the language of the talk."""

CHANGE = "guide:change"
"""The button to change an answer; in view, words that say so are taken for it."""


def heard_in_guide(conversation: Conversation, heard: Heard, atlas: Atlas, now: datetime) -> Turn | None:
    """The turn, if the message is for the guide; None if it is for the rest of the talk."""
    walk, checklist = conversation.walk, atlas.checklists.get(CHECKLIST)
    if checklist is None:
        return None
    here = Guided(_in_language(conversation, heard), walk or Walk(checklist.id), checklist, now)
    match heard.content:
        case Press(choice):
            return _pressed(here, choice, heard, atlas)
        case Text(text) if typed := labelled(text, conversation.offered):
            return _pressed(here, typed, heard, atlas)
        case Edit(message_id, text) if here.walk.of_message(message_id):
            return _mended(here, message_id, text)
        case Text(text) if text.startswith("/"):
            return None
        case Text(text) if here.walk.is_listening:
            return _said(here, text, heard)
        case Text(text) if asks_to_change(text) and any(each.id == CHANGE for each in conversation.offered):
            return _changing(here, text)
        case Text(text) if walk and walk.is_done and conversation.topic == CHECKLIST and (way := asks_for_end(text)):
            return _pressed(here, f"guide:{way}", heard, atlas)
        case Text(text) if asks_to_begin(text) or (walk and asks_to_go_on(text, aside=walk.away == "aside")):
            return guide_buttons.resumed(here)
        case _:
            return None


def _in_language(conversation: Conversation, heard: Heard) -> Conversation:
    """An answer changes the language only if it is long enough to be surely in the other."""
    understood, walk = heard.understood, conversation.walk
    if understood is None:
        return conversation
    answers = walk is not None and walk.is_listening
    short = answers and len(understood.text.split()) < LEAST_IN_LANGUAGE
    return conversation if short else in_language(conversation, understood)


def _pressed(here: Guided, choice: str, heard: Heard, atlas: Atlas) -> Turn | None:
    what = choice.removeprefix("guide:").split(":")
    if not choice.startswith("guide:"):
        return None
    if here.conversation.walk is None and what not in (["start"], ["resume"]):
        return guide_buttons.resumed(here)
    if what == ["send"] and here.walk.given:
        return drafting.proposed(guide_buttons.passed_on(here, atlas), heard, atlas, here.now)
    return guide_buttons.pressed(here, what) or guide_buttons.resumed(here)


def _said(here: Guided, text: str, heard: Heard) -> Turn | None:
    """Words while the guide listens: None for another matter, which the rest of the talk answers."""
    walk, question = here.walk, here.question
    if walk.wants == "which" and picked(text, here.checklist):
        return _changing(here, text)
    act = act_of(text, heard.understood, question or here.checklist.questions[0], here.checklist)
    if act is Act.ASIDE or is_despair(text) or is_bribe(text):
        return None
    if question is None:
        return _at_the_end(here, act, text)
    if walk.between and here.now >= datetime.fromisoformat(walk.between) and heard.escalation:
        return _for_whom(here, text, heard.escalation)
    if walk.held and act in (Act.YES, Act.OPEN):
        return here.answered(walk.held) if act is Act.YES else here.asks()
    if act is Act.ANSWER or (act is Act.YES and walk.pressed_for):
        return here.answered(text, heard.message_id)
    if act is Act.WHICH and heard.understood:
        choices = (Choice("guide:mine", "guide.mine"), _matter(heard.understood))
        return here.at(replace(walk, held=text)).says(Reply("guide", (Say("guide.mine_or_matter"),), choices))
    return _ordered(here, act, question, text)


def _for_whom(here: Guided, text: str, escalation: Escalation) -> Turn:
    """A desk has written since the last question: an answer to it, or to the guide? Never to both."""
    number = str(escalation.number)
    total = len(here.checklist.questions)
    values = {"at": str(here.walk.number(here.checklist)), "total": str(total), "number": number}
    choices = (Choice("guide:mine", "guide.mine"), Choice(f"case:{number}:pass", "guide.to_person", {"number": number}))
    turn = here.at(replace(here.walk, held=text)).says(Reply("guide", (Say("guide.whose", values),), choices))
    return replace(turn, conversation=replace(turn.conversation, said=masked(text)))


def _matter(understood: Understood) -> Choice:
    """The button for what a wish in the middle would be, were it no answer."""
    topic = topics_of(understood)[0]
    codes = [place.codes[0] for place in understood.places if len(place.codes) == 1]
    return Choice(f"door:{codes[0]}:{topic}" if codes else f"topic:{topic}", "guide.matter")


def _at_the_end(here: Guided, act: Act, text: str) -> Turn:
    """Words that are awaited after the last question: a number, or a day."""
    if act in (Act.PAUSE, Act.END, Act.SKIP, Act.OPEN, Act.BACK):
        return here.finishes(Say("guide.again"))
    if here.walk.wants == "date":
        return here.meets(text)
    again = Say("guide.which_again", {"total": str(len(here.checklist.questions))})
    return here.says(Reply("guide", (again,), (Choice("guide:page", "guide.done"),)))


def _changing(here: Guided, text: str) -> Turn:
    """The answer that is named, to be changed; all of them, if none is."""
    if (named := picked(text, here.checklist)) is None:
        return guide_buttons.pressed(here, ["change"]) or here.asks()
    return here.at(here.walk.moved(named.id, changing=here.walk.is_done)).asks()


def _ordered(here: Guided, act: Act, question: ChecklistQuestion, text: str) -> Turn:
    """Words that are no answer but say what to do with the question."""
    wording = question.wording(here.language)
    match act:
        case Act.YES:
            choices = asked(here.walk, here.checklist, here.language).choices
            reply = Reply("guide", (Say("guide.how"),), choices)
            return here.at(replace(here.walk, pressed_for=True)).says(reply)
        case Act.CHANGE:
            return _changing(here, text)
        case Act.OPEN:
            advice = Say("guide.opened", {"warning": wording.warning_sign, "step": wording.next_step})
            return here.at(here.walk.answered(question.id, "")).goes_on(advice)
        case _:
            order = "page" if act is Act.END else str(act)
            return guide_buttons.pressed(here, [order, question.id]) or here.asks()


def _mended(here: Guided, message_id: str, text: str) -> Turn:
    """An answer's message was changed afterwards: so is the answer."""
    given = here.walk.of_message(message_id)
    question = here.checklist.question(given.question) if given else None
    if question is None:
        return Turn(here.conversation)
    mended = here.walk.answered(question.id, masked(text), message_id)
    said = Say("guide.mended", {"heading": question.wording(here.language).heading})
    back = (back_to(mended, here.checklist),)
    return Turn(replace(here.conversation, walk=mended), (Reply("guide", (said,), back),))
