"""The answer that the bot would have given, in words, for a person to approve."""

from dataclasses import replace

from bot.conversation.doors import fact_of
from bot.desk import Escalation
from bot.messages import Reply
from bot.texts import Texts
from knowledge import Atlas


def with_proposal(escalation: Escalation, atlas: Atlas, texts: Texts) -> Escalation:
    """The escalation with the words of what it proposes, in the entrepreneur's language, each with its page."""
    if not escalation.proposed:
        return escalation
    door = atlas.door(escalation.topic, escalation.place)
    doors = [each for each in (door, door.nearer, *door.beside) if each]
    found = [(each, entry) for each in doors for entry in each.entries if entry.id in escalation.proposed]
    said = texts.render(Reply("answer", tuple(fact_of(*each) for each in found)), escalation.language).plain
    pages = (entry.url for _, entry in found if entry.url)
    return replace(escalation, proposal="\n\n".join((said, *pages)) if found else "")
