"""Buttons of the collaboration guide, and words that say the same."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import guidance
from bot.conversation.choices import HUMAN
from bot.conversation.state import CHECKLIST, Turn
from bot.conversation.trail import remembered
from bot.guiding import begun, choose_which, example, paused, picked_up, way_back, words_for_desk
from bot.messages import Choice, Reply, Say
from knowledge import Atlas

from .guided import Guided


def pressed(here: Guided, what: Sequence[str]) -> Turn | None:
    """A button, or words that say the same. One of a question that has been left asks the one in turn."""
    walk = here.walk
    match list(what):
        case ["start"] | ["resume"]:
            return resumed(here)
        case ["skip", question] if question == walk.at:
            kept = () if walk.words(question) else (Say("guide.skipped"),)
            return here.goes_on(*kept)
        case ["back", question] if question == walk.at:
            return here.at(walk.back(here.checklist)).asks()
        case ["example", question] if question == walk.at:
            return here.says(example(walk, here.checklist, here.language))
        case [("skip" | "back" | "example"), _]:
            return resumed(here)
        case ["pause"]:
            return here.at(replace(walk, away="paused", held="")).says(paused(walk, here.checklist))
        case ["page", *_]:
            return _page(here)
        case ["mine"] if walk.held:
            return here.answered(walk.held)
        case _:
            return _pressed_at_the_end(here, list(what))


def _pressed_at_the_end(here: Guided, what: list[str]) -> Turn | None:
    walk = here.walk
    match what:
        case ["change", *_]:
            asks = replace(walk.moved(""), wants="which")
            return here.at(asks).says(choose_which(asks, here.checklist, here.language))
        case ["meet"]:
            keep = (Choice("guide:page", "guide.done"),)
            return here.at(replace(walk.moved(""), wants="date")).says(Reply("guide", (Say("guide.when"),), keep))
        case ["restart"]:
            choices = (Choice("guide:restart:yes", "guide.restart_yes"), Choice("guide:page", "guide.restart_no"))
            return here.says(Reply("guide", (Say("guide.restart_sure"),), choices))
        case ["restart", "yes"]:
            return here.at(begun(here.checklist)).asks()
        case _:
            return None


def resumed(here: Guided) -> Turn:
    """From the first question, or where one was; at the end the page."""
    walk, checklist = here.walk, here.checklist
    if here.conversation.walk is None:
        text = checklist.text(here.language)
        values = {"title": text.title, "intro": text.intro}
        about = Say("guide.source", {"source": text.builds_on, "seen": checklist.seen})
        return here.at(begun(checklist)).asks(Say("guide.intro", values), about)
    if walk.is_done:
        return here.finishes()
    again = walk.moved(walk.at, changing=walk.changing)
    return here.at(again).says(picked_up(again, checklist, here.language))


def _page(here: Guided) -> Turn:
    """The page as it stands; before the end with the way back to the questions."""
    walk, checklist = here.walk, here.checklist
    if not walk.given:
        return here.says(Reply("guide", (Say("guide.nothing_yet"),), (way_back(walk, checklist), HUMAN)))
    if walk.is_done:
        return here.finishes()
    turn = here.finishes(Say("guide.so_far", here.count()))
    (reply,) = turn.replies
    away = replace(walk, away="paused")
    choices = (way_back(walk, checklist), *reply.choices[:2])
    return here.at(away).says(replace(reply, choices=choices))


def passed_on(here: Guided, atlas: Atlas) -> Turn:
    """The page in plain words, to be passed on to a person: to whom, exactly what, and a yes come next."""
    words = words_for_desk(here.walk, here.checklist, here.language)
    left = here.walk if here.walk.is_done else replace(here.walk, away="paused")
    told = replace(here.conversation, said=words, said_topic=CHECKLIST, walk=left, topic=CHECKLIST, asked="", missed=0)
    # As after any other wish for a person: a place named now is where.
    return remembered(guidance.human(told, (), atlas))
