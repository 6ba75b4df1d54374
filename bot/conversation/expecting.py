"""What fits the talk: a few words after a question, or under several answers, rather mean those than anything else."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from intents import Understood, is_only_denied, tells_who
from knowledge import Atlas

from .amounts import counts, is_time, measures
from .any_permit import is_of_any_permit
from .choices import OF_PRIVACY
from .meaning import LIKELY, TALK, names_its_permit, near_topics, permit_chosen
from .moves import rest_of, tokens
from .named import bare_spots, with_seen
from .referring import back_to, clause_of, is_condition, may_be_condition
from .state import Conversation

_SITES = frozenset(
    "kontor kontoret huvudkontor huvudkontoret filial filialen butik butiken affaren verkstad verkstaden lager lagret "
    "fabriken anlaggningen office branch shop store workshop warehouse factory plant head headquarters hq".split()
)
_WHICH_SITE = frozenset("andra nya gamla var vart vara egna stora lilla our other new old main second".split())
_AT = frozenset("pa i vid hos at in".split())

Understand = Callable[[str], Understood]

LONGEST, LONGEST_ADDED = 6, 8
"""Words of a text that chooses among what lies in view; and of one that adds to what was said before it."""

LONGEST_CONDITION = 14
"""Words of a text that puts a condition to what was answered: "gäller det även om …"."""

FAVOUR, LEAST = 3.0, 0.12
"""How much likelier what lies in view is than the rest, and the chance from which it is chosen at all."""

STRANGE = 0.6
"""The chance of being none of ours from which a text neither adds to a matter nor asks about one, unless it asks in
so many words and nothing else: "recept på pannkakor" is .99."""

FOREIGN = 0.9
"""The same of a condition, whose words are seldom those of the matter: "gäller det även om vi bara har helgöppet"."""

NAMED, OF_ITS_OWN = 2, 0.96
"""Words that only name something, and the chance from which that is a matter of its own all the same."""

_LEADS = frozenset("till for om med pa mot hos about for with on to against regarding concerning because that".split())
"""Words with which the rest of a sentence begins."""

OTHERWISE = 0.505
"""The chance of a matter of its own from which a text does not only add to another."""


def among_view(conversation: Conversation, understood: Understood) -> tuple[str, ...]:
    """The matter in view that a few words name: "ta lånet först" under three answers, "tillståndet då"."""
    if chosen := permit_chosen(conversation, understood):
        return chosen
    strange = understood.intent in TALK - {"out_of_scope"} or strangeness(understood) >= STRANGE
    if len(understood.text.split()) > LONGEST or strange or len(understood.needs) > 1:
        return ()
    chances = {topic: _chance(understood, topic) for topic in _in_view(conversation)}
    likeliest = max(chances, key=lambda topic: chances[topic], default="")
    tied = [topic for topic in chances if chances[topic] == chances.get(likeliest)]
    if not likeliest or len(tied) > 1 or chances[likeliest] < LEAST:
        return ()
    own = {intent: chance for intent, chance in understood.candidates if intent != _intent(likeliest)}
    surely_else = understood.decision == "answer" and understood.intent != _intent(likeliest)
    if surely_else or FAVOUR * chances[likeliest] < max(own.values(), default=0.0):
        return ()
    finer = likeliest == "permits" and understood.intent == "permits" and understood.detail
    return (f"permits.{understood.detail}" if finer else likeliest,)


def _in_view(conversation: Conversation) -> Iterator[str]:
    """The topics that lie side by side; alone, the permit that was answered: to ask which one would be deaf."""
    topics = tuple(dict.fromkeys(stop.topic for stop in conversation.options if stop.topic))
    if len(topics) > 1:
        yield from topics
    elif (conversation.topic or "").startswith("permits.") and not conversation.asked:
        yield conversation.topic or ""


def _chance(understood: Understood, topic: str) -> float:
    """How likely it is about a topic; another permit than the one in view is not."""
    intent, detail = _intent(topic), topic.removeprefix("permits.")
    if intent == "permits" and understood.detail and detail not in ("permits", understood.detail):
        return 0.0
    return dict(understood.candidates).get(intent, 0.0)


def strangeness(understood: Understood) -> float:
    """How likely it is nothing of ours; chat that is likeliest not ours is not ours: "what is the weather tomorrow"."""
    chances = dict(understood.candidates)
    chat, foreign = chances.get("smalltalk", 0.0), chances.get("out_of_scope", 0.0)
    return foreign + (chat if foreign > chat else 0.0)


def _own(understood: Understood) -> float:
    """How likely it is about the likeliest matter of its own."""
    return max((dict(understood.candidates)[topic] for topic in near_topics(understood)), default=0.0)


def _intent(topic: str) -> str:
    return "permits" if topic.startswith("permits.") else topic


def in_context(conversation: Conversation, alone: Understood, understand: Understand, atlas: Atlas) -> Understood:
    """A few words that are not clear, as they are meant after what was said before; or as they were, if that is no
    clearer: "vad krävs för att servera öl", then "spelar det nån roll var?". Places spoken of are
    seen in any letters."""
    alone = with_seen(alone, _seen(conversation), atlas)
    if conversation.topic and (way := back_to(alone.text)):
        what, rest = understand(way[0]), with_seen(understand(way[1]), _seen(conversation), atlas)
        if what.decision != "answer" or conversation.topic.startswith(what.intent):
            return _of_focus(replace(rest, language=alone.language), conversation.topic)
    told = conversation.trail and conversation.topic and not alone.places
    if told and is_condition(alone.text) and _may_be_of_focus(alone):
        return _of_focus(alone, conversation.topic or "")
    if told and is_of_any_permit(alone, conversation.topic or ""):
        return _of_focus(alone, conversation.topic or "")
    if picked := _picked(conversation, alone, understand):
        return picked
    about = conversation.said and conversation.topic and not alone.places
    if not about or conversation.first_offer in OF_PRIVACY or bare_spots(alone, atlas, about=True):
        return alone
    goes_on = _goes_on(conversation, alone)
    if not goes_on and (not is_addition(alone) or among_view(conversation, alone)):
        return alone
    together = understand(f"{conversation.said}, {alone.text}")
    focus = _intent(conversation.topic or "")
    if goes_on and focus in {need.intent for need in together.needs}:
        # "jag vill klaga på avgiften", then "för livsmedelskontroll": two matters to the ear, one to them.
        together = _first_of(together, focus)
    if together.decision != "answer" or together.intent in TALK or len(together.needs) > 1:
        return alone
    if goes_on and together.intent != focus:
        return alone
    if _is_another_permit(together, conversation.topic or "") and may_be_condition(alone.text):
        together = _of_focus(together, conversation.topic or "")
    return _as_said(alone, together)


def _first_of(understood: Understood, intent: str) -> Understood:
    """The one need of that intent, of all that is asked for."""
    need = next(each for each in understood.needs if each.intent == intent)
    others = tuple(each for each in understood.candidates if each[0] != intent)
    here = (intent, max(need.chance, LIKELY))
    return replace(
        understood, intent=intent, detail=need.detail, confidence=here[1], needs=(need,), candidates=(here, *others)
    )


def _of_focus(understood: Understood, topic: str) -> Understood:
    """What is asked, of the matter in focus, unless it is surely of another or names another permit."""
    intent, detail = _intent(topic), topic.removeprefix("permits.") if topic.startswith("permits.") else ""
    if understood.decision == "answer" and (understood.intent != intent or names_its_permit(understood)):
        return understood
    others = tuple(each for each in understood.candidates if each[0] != intent)
    return replace(
        understood, intent=intent, detail=detail, needs=(), decision="answer", candidates=((intent, LIKELY), *others)
    )


def _goes_on(conversation: Conversation, alone: Understood) -> bool:
    """Instead of the place that was asked for: is it the rest of what they said, "sälja till skolan" and then "mat"?"""
    words = tokens(alone.text)
    if conversation.asked != "place" or not words or (alone.intent in TALK and alone.decision == "answer"):
        return False
    leads = words[0] in _LEADS and len(words) <= LONGEST_ADDED
    return leads or (len(words) <= NAMED and alone.confidence < OF_ITS_OWN)


def _may_be_of_focus(alone: Understood) -> bool:
    brief = len(alone.text.split()) <= LONGEST_CONDITION
    return brief and alone.decision != "answer" and not is_foreign(alone)


def _is_another_permit(understood: Understood, topic: str) -> bool:
    return topic.startswith("permits.") and understood.intent == "permits" and _chance(understood, topic) == 0


def _picked(conversation: Conversation, alone: Understood, understand: Understand) -> Understood | None:
    """The one of several things they said before that a few unclear words pick: "ta lokalen först"."""
    if alone.decision == "answer" or alone.places:
        return None
    clause = clause_of(conversation.said, alone.text)
    read = understand(clause) if clause else None
    if read is None or read.decision != "answer" or read.intent in TALK or len(read.needs) > 1:
        return None
    return _as_said(alone, read)


def _as_said(alone: Understood, read: Understood) -> Understood:
    """What was read, of the words that were said."""
    return replace(read, text=alone.text, language=alone.language, places=alone.places, content=alone.content)


def continues(alone: Understood, topic: str) -> bool:
    """Is it the rest of a sentence on the matter in focus: "för att köpa ut min kompanjon", under a loan?"""
    words = tokens(alone.text)
    leads = bool(words) and words[0] in _LEADS and len(words) <= LONGEST_ADDED
    return leads and dict(alone.candidates).get(_intent(topic), 0.0) >= LEAST


def _seen(conversation: Conversation) -> tuple[str, ...]:
    """The municipalities spoken of."""
    stops = (*conversation.trail, *conversation.options)
    return tuple(dict.fromkeys((*conversation.places, *(code for stop in stops for code in stop.places))))


def is_detail(understood: Understood) -> bool:
    """Is it nothing but a day, who is writing, or a number of something and no matter of its own?"""
    text = understood.text
    sure = understood.decision == "answer" and understood.intent not in TALK
    counted = counts(text) and not is_foreign(understood)
    return is_time(text) or tells_who(text) or is_only_denied(text) or (not sure and (counted or measures(text)))


def is_at_site(text: str, names: Collection[str] = ()) -> bool:
    """Is it nothing but one of their own places: "och på huvudkontoret?"? Where that lies only they know. `names` are
    words of municipalities."""
    words = {word for word in rest_of(text) if word not in names}
    there = any(word in _AT and _SITES.intersection(after) for word, *after in _with_next(tokens(text)))
    return there and words <= _SITES | _WHICH_SITE | _AT


def _with_next(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Each word with the three after it: "på vårt andra kontor" is at one, "a shop to be in" is not."""
    yield from (words[at : at + 4] for at in range(len(words)))


def is_foreign(understood: Understood) -> bool:
    """Is it plainly none of ours, whatever lies in view: "vem vann allsvenskan 2019"?"""
    return understood.content > 0 and strangeness(understood) >= STRANGE


def is_addition(alone: Understood) -> bool:
    """Is it brief, unclear, perhaps ours and of no matter of its own?"""
    if not alone.content or alone.decision == "answer":
        return False
    chances = dict(alone.candidates)
    talk = max((chance for intent, chance in chances.items() if intent in TALK - {"out_of_scope"}), default=0.0)
    longest, strange = (LONGEST_CONDITION, FOREIGN) if may_be_condition(alone.text) else (LONGEST_ADDED, STRANGE)
    brief = len(alone.text.split()) <= longest
    return brief and strangeness(alone) < strange and _own(alone) < OTHERWISE and talk < LIKELY
