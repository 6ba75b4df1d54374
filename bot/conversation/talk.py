"""The talk around the guidance: greeting, help, language, thanks, and not understanding."""

from dataclasses import replace

from bot.effects import Forget, NoteFeedback
from bot.messages import Choice, Label, Reply, Say, Value
from knowledge import Atlas, Municipality

from .choices import FORGET, HUMAN, MENU, MORE, START, topic_choice
from .foreign import LINES
from .state import Conversation, Turn

COMMANDS = {
    "/start": "hello",
    "/help": "help",
    "/hjalp": "help",
    "/kommun": "place",
    "/municipality": "place",
    "/sprak": "language",
    "/language": "language",
    "/manniska": "human",
    "/human": "human",
    "/integritet": "privacy",
    "/privacy": "privacy",
}
"""What may be typed or picked from a service's menu; both languages are understood everywhere."""

LANGUAGES = (Choice("language:sv", "choice.swedish"), Choice("language:en", "choice.english"))
PATIENCE = 2
"""Messages in a row that are not understood before a person is offered outright."""


def say(conversation: Conversation, kind: str, key: str, *choices: Choice) -> Turn:
    """One text and its buttons; nothing else changes."""
    return Turn(replace(conversation, asked="", missed=0), (Reply(kind, (Say(key),), choices),))


def greet(conversation: Conversation) -> Turn:
    """Who I am, who runs me, how to reach a person. What was spoken of before is over."""
    greeted = replace(conversation, greeted=True, topic=None, asked="", missed=0)
    return Turn(greeted, (Reply("greeting", (Say("hello.first"), Say("hello.how")), START),))


def ask_away(conversation: Conversation) -> Turn:
    """Somebody says that they have a question, and not yet which. What is in hand stays."""
    reply = Reply("ask_topic", (Say("talk.ask_away"),), (*START, HUMAN))
    return Turn(replace(conversation, missed=0), (reply,))


def help_with(conversation: Conversation) -> Turn:
    """What I can do, with the place that is remembered."""
    return say(conversation, "help", "talk.help", *START, HUMAN)


def more(conversation: Conversation) -> Turn:
    """The rest of the topics."""
    return say(conversation, "menu", "ask.more", *MORE)


def speak(conversation: Conversation, language: str) -> Turn:
    """Swedish or English from now on."""
    changed = replace(conversation, language=language, language_chosen=True)
    return say(changed, "language", "talk.language", *START)


def foreign(conversation: Conversation, language: str) -> Turn:
    """A language not spoken here: a line in it if there is one, and the two that are. What was in hand stays."""
    line = (Say(LINES[language]),) if language in LINES else ()
    reply = Reply("language", (*line, Say("talk.foreign")), (*LANGUAGES, HUMAN))
    return Turn(replace(conversation, missed=0), (reply,))


def comfort(conversation: Conversation) -> Turn:
    """Somebody is in despair: no topics, but where help is at once."""
    return say(conversation, "comfort", "talk.comfort", HUMAN)


def ruin(conversation: Conversation) -> Turn:
    """The company is about to go under: what can be done at once, money and a person, no topics."""
    return say(
        replace(conversation, topic=None),
        "comfort",
        "talk.ruin",
        HUMAN,
        topic_choice("funding"),
        topic_choice("programme"),
    )


def ask_place_to_remember(conversation: Conversation) -> Turn:
    """The entrepreneur wants to tell or change the municipality."""
    reply = Reply("ask_place", (Say("ask.home"),), (HUMAN,), wants_location=True)
    return Turn(replace(conversation, topic=None, asked="place", missed=0), (reply,))


def small(conversation: Conversation, detail: str) -> Turn:
    """Small talk: answered in a line, with a way on."""
    match detail:
        case "hello":
            return say(conversation, "greeting", "hello.again", *START)
        case "help":
            return help_with(conversation)
        case "identity":
            return say(conversation, "identity", "talk.identity", MENU, HUMAN)
        case "language":
            return say(conversation, "language", "talk.which_language", *LANGUAGES)
        case "abuse":
            return say(conversation, "ack", "talk.abuse", HUMAN, MENU)
        case "thanks" | "bye" | "yes" | "no":
            return say(conversation, "ack", f"talk.{detail}", MENU, HUMAN)
        case _:
            return say(conversation, "ack", "talk.chitchat", *START)


def refuse(conversation: Conversation, near: tuple[str, ...] = ()) -> Turn:
    """Not mine, or not understood: said once with a way on, the second time with a person."""
    missed = conversation.missed + 1
    key = "talk.refuse" if missed < PATIENCE else "talk.refuse_again"
    choices = tuple(topic_choice(topic) for topic in near[:2]) or START[:3]
    unsure = replace(conversation, asked="", missed=missed)
    return Turn(unsure, (Reply("refuse", (Say(key),), (*choices, HUMAN)),))


def not_ours(conversation: Conversation, there: Municipality) -> Turn:
    """Rather a private matter in a municipality: where that is answered, and what would be ours."""
    turn = refuse(conversation)
    website = (Choice("website", "choice.website", url=there.website),) if there.website else ()
    said = Say("talk.not_ours", {"place": there.name})
    return replace(turn, replies=(Reply("refuse", (said,), (*website, *START[:2], HUMAN)),))


def own_words(conversation: Conversation) -> Turn:
    """Nothing of what was asked or offered: what they want in their own words, or a person. A guess is dropped."""
    settled = conversation.trail[-1].topic if conversation.trail else None
    topic = settled if conversation.asked == "topic" else conversation.topic
    missed = conversation.missed + 1
    key = "talk.own_words" if missed < PATIENCE else "talk.refuse_again"
    return Turn(
        replace(conversation, topic=topic, asked="", missed=missed), (Reply("ack", (Say(key),), (HUMAN, MENU)),)
    )


def no_more(conversation: Conversation, place: str) -> Turn:
    """Something about the matter in focus that no entry says: a person there may know."""
    missed = conversation.missed + 1
    key = "talk.no_more" if missed < PATIENCE else "talk.no_more_again"
    values: dict[str, Value] = {"place": place}
    said = Say(key, values | {"topic": Label(f"topic.{conversation.topic}")} if missed < PATIENCE else values)
    unsure = replace(conversation, asked="", missed=missed)
    return Turn(unsure, (Reply("refuse", (said,), (HUMAN, MENU)),))


def stale(conversation: Conversation) -> Turn:
    """A button that no longer leads anywhere."""
    return say(conversation, "ack", "talk.stale", *START)


def unsupported(conversation: Conversation, kind: str) -> Turn:
    """A sticker, a voice message, a file: said what works instead."""
    known = kind if kind in ("voice", "photo", "file", "sticker") else "other"
    return say(conversation, "ack", f"talk.unsupported_{known}", *START, HUMAN)


def ask_helped(conversation: Conversation, entry_id: str) -> Turn:
    """Did it help?"""
    return say(
        conversation,
        "ask_helped",
        "talk.ask_helped",
        Choice(f"yes:{entry_id}", "choice.yes"),
        Choice(f"no:{entry_id}", "choice.no"),
        Choice(f"wrong:{entry_id}", "choice.wrong"),
    )


def note_helped(conversation: Conversation, entry_id: str, helped: bool, atlas: Atlas) -> Turn:
    """Thanks for telling; if it did not help, a person."""
    if atlas.entry(entry_id) is None:
        return stale(conversation)
    key, choices = ("talk.helped", (MENU,)) if helped else ("talk.not_helped", (HUMAN, MENU))
    return replace(say(conversation, "ack", key, *choices), effects=(NoteFeedback(entry_id, helped),))


def privacy(conversation: Conversation) -> Turn:
    """What is kept, for how long, and how to have it erased."""
    return say(conversation, "privacy", "privacy.kept", Choice(FORGET, "choice.forget"), MENU)


def ask_forget(conversation: Conversation) -> Turn:
    """Erasing is asked twice."""
    return say(conversation, "privacy", "privacy.sure", Choice("forget:yes", "choice.forget_yes"), MENU)


def forget(conversation: Conversation) -> Turn:
    """Everything erased; only the chosen language of this last answer is used, then it is gone too."""
    blank = Conversation(conversation.id, language=conversation.language)
    return replace(say(blank, "privacy", "privacy.forgotten", MENU), effects=(Forget(),))
