"""The buttons now in view, kept so that their words or numbers can be typed, in whichever language."""

from bot.conversation import Offer
from bot.messages import Reply
from bot.texts import LANGUAGES, Texts


def offers_of(reply: Reply, texts: Texts, language: str) -> tuple[Offer, ...]:
    """What a reply offers, in its order. Links are not for typing."""
    others = [each for each in LANGUAGES if each != language]
    found = []
    for choice in reply.choices:
        label, *rest = (texts.plain(choice.key, each, **choice.values) for each in (language, *others))
        other = next((each for each in rest if each != label), "")
        if not choice.url:
            found.append(Offer(choice.id, label, other))
    return tuple(found)
