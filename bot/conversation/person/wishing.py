"""What is wished for with one's own question, in so many words, as on a button that is long out of view."""

import re

from bot.conversation.aspects import aspect_of
from bot.conversation.state import Conversation
from intents import fold
from knowledge import Aspect

_WISHES = {
    "withdraw": re.compile(
        r"(jag |vi |i |we )?(vill |want to |d like to )?"
        r"(ta tillbaka|dra tillbaka|aterta|aterkalla|angra|withdraw|take back)( (min|mitt|my|the|our))?"
        r"( (fragan?|arendet?|question|case|request|den|det|it))?|take it back|take my question back"
    ),
    "status": re.compile(
        r"(hej )?(nar|hur snart) (far|kommer) (jag|vi) (fa )?(ett )?(svar|besked)( pa (min|var) fraga)?"
        r"( da| egentligen)?"
        r"|(hej )?(vad ar )?(status|statusen|laget) (pa|i|for|med) (mitt |min |vart |var )?(arendet?|fragan?)( \d+)?"
        r"|(hej )?hur (gar|ligger|star) det (till )?(med|for) (mitt |min |vart |var )?(arendet?|fragan?)( \d+)?"
        r"( nu| da)?"
        r"|vem har (mitt |min |vart |var )?(arendet?|fragan?)( \d+)?( nu| just nu)?"
        r"|(hej )?(vart|var) (har|ar|blev|tog) (det av )?(mitt |min |vart |var )?(arendet?|fragan?)( \d+)?"
        r"( av| tagit vagen| vagen| nu| hamnat)*"
        r"|(hej )?vad (hander|hande|har hant|blev det) (med|av) (mitt |min |vart |var )(arende|fraga)( \d+)?( nu| da)?"
        r"|(har )?(ni|nagon|nan|de|dom) (har )?(glomt|last|sett|tagit|fatt) (bort )?(mig|oss|(mitt |min |vart |var )"
        r"(arende|fraga))( nu)?"
        r"|varfor (har|far) (jag|vi) (inte|inget) (fatt |hort )?(nagot |nagra |nat )?(svar|besked)( an)?"
        r"|(where|how) is (my|our) (case|question)( going)?( now)?|who has (my|our) (case|question)( now)?"
        r"|(what is |what s )?(the )?status (of|on) (my |our )?(case|question)( \d+)?"
        r"|what (has )?happened (to|with) (my|our) (case|question)|where did (my|our) (case|question) go"
        r"|(did|have) you (forget|forgotten) (about )?(me|us|(my|our) (case|question))"
        r"|why (haven ?t|have|didn ?t|did|hasn ?t|has) (i|we|nobody|no one) "
        r"(not )?(heard|got|answered)( anything| back| me| us)?( yet)?"
        r"|when (do|will|can) (i|we) (get|have|hear|expect) (an answer|a reply|an reply|back)"
    ),
    "receipt": re.compile(r"hur raknas det|how is it counted"),
    "calendar": re.compile(r"lagg (det |svaret |loftet )?i (min )?kalendern?|add (it )?to (my )?calendar"),
}

_ANYBODY = re.compile(
    r"(hej )?(halla+|halloj)( halla+)*( ar det)?( (nagon|nan) (dar|har|hemma))?"
    r"|(hej )?(ar|finns) (det )?(ni|nagon|nan) (kvar|dar|har|hemma)( fortfarande)?"
    r"|(nagon|nan) (dar|har|hemma)"
    r"|(hello )?(is )?(anybody|anyone|someone|somebody) (there|home)|(hello )?(are )?you (still )?there"
)
_GREETINGS = ("hej", "hello", "hi")
"""A call to whoever is there, of somebody who waits."""

SOME = 6
"""Words of a question on time that leans on what was said of the case."""


def wish_of(text: str, conversation: Conversation) -> str | None:
    """What of a question with a person is asked for, or None: `withdraw`, `status`, `receipt` or `calendar`."""
    said = " ".join(re.findall(r"[^\W_]+", fold(text)))
    if conversation.first_offer.startswith("case:") and aspect_of(text) is Aspect.TIME and len(said.split()) <= SOME:
        return "status"
    if _ANYBODY.fullmatch(said) or (said in _GREETINGS and text.rstrip().endswith("?")):
        return "status"
    return next((what for what, pattern in _WISHES.items() if pattern.fullmatch(said)), None)
