"""Joining a programme: its consent shown, the yes kept with version and time, then the goal and the dates."""

import re
from dataclasses import replace
from datetime import datetime

from bot.conversation.choices import HUMAN, MENU
from bot.conversation.state import Conversation, Heard, Turn
from bot.effects import StopCheckIns
from bot.messages import Choice, Dated, Listed, Part, Reply, Say, Scripted
from bot.programmes import Enrolled, Enrolment, FollowUp, NoHours, Starter, Wishes, begin, stopped
from intents import fold
from knowledge import Atlas, Programme

from .scene import Scene, ask, hours_of, scene_of

JOIN = re.compile(
    r"^(?:hej |hi )?(?:(?:jag|vi|i|we) (?:vill|want to|would like to|d like to) )?"
    r"(?:(?:ga|vara) med?(?: i| pa| till)?|anmala? (?:mig |oss )?(?:till|i)"
    r"|join|enrol in|sign (?:me |us )?up (?:for|to)) (?P<code>\S+)$"
)
MOST_PLACES, MOST_NAMED = 4, 15
"""Municipalities that get a button each (voice.md: five, and one may be for none of them), and that are named."""
NOWHERE = "none"
"""In place of a municipality's code: none of the programme's."""


def code_in(text: str, atlas: Atlas) -> Programme | None:
    """The programme whose code is typed, alone or after "gå med i"."""
    said = " ".join(fold(text).replace("'", " ").split()).rstrip(".!")
    found = JOIN.match(said)
    return atlas.programme(found["code"] if found else said)


def offer(
    conversation: Conversation, programme: Programme, heard: Heard, now: datetime, by: Starter = Starter.SELF
) -> Turn:
    """What it is and what they would say yes to."""
    day = now.astimezone(hours_of(programme, Wishes()).wall(now).tzinfo).date()
    told = programme.text(conversation.language)
    if not programme.is_open(day):
        begins = programme.begins
        if begins and day < begins:
            day_in_words = Dated(begins.isoformat())
            return _said(conversation, Say("enrol.not_yet", {"programme": told.name, "from": day_in_words}))
        return _said(conversation, Say("enrol.over", {"programme": told.name}))
    return Turn(replace(conversation, asked="", missed=0), (invitation(conversation, programme, by),))


def invitation(conversation: Conversation, programme: Programme, by: Starter) -> Reply:
    """The consent text with a yes and a no."""
    told = programme.text(conversation.language)
    start: tuple[Part, ...] = (Say("enrol.invited", {"programme": told.name}),) if by is Starter.STAFF else ()
    parts = (
        *start,
        Say("enrol.about", {"programme": told.name, "about": told.about or told.audience}),
        Scripted("{consent}", {"consent": told.consent}),
    )
    choices = (
        Choice(f"join:{programme.code}:{by}", "enrol.yes"),
        Choice(f"join:{programme.code}:no", "enrol.no"),
        HUMAN,
    )
    return Reply("enrol", parts, choices)


def _said(conversation: Conversation, part: Part) -> Turn:
    return Turn(replace(conversation, asked="", missed=0), (Reply("enrol", (part,), (HUMAN, MENU)),))


def declined(conversation: Conversation) -> Turn:
    """A no: nothing is kept."""
    follow = conversation.follow
    waited = follow is not None and follow.question.startswith("join:")
    return _said(replace(conversation, follow=None if waited else follow), Say("enrol.declined"))


def joined(
    conversation: Conversation, programme: Programme, heard: Heard, atlas: Atlas, now: datetime, by: Starter
) -> Turn:
    """A yes: kept at once, so that who falls silent now is asked all the same. Then the goal."""
    number, of_day = heard.followed.joined
    try:
        follow_up = begin(programme.plan, Enrolled(now, number, of_day), hours_of(programme, Wishes()))
    except NoHours:
        follow_up = FollowUp()
    if not follow_up.planned:
        return _said(conversation, Say("enrol.over", {"programme": programme.text(conversation.language).name}))
    enrolment = Enrolment(
        number=heard.followed.next_number,
        programme=programme.id,
        conversation=conversation.id,
        language=conversation.language,
        place=_place(conversation, programme),
        name=heard.sender.partition(" ")[0],
        goal="",
        consent_version=programme.consent_version,
        consented_at=now,
        by=by,
        wishes=Wishes(),
        follow_up=follow_up,
    )
    scene = scene_of(conversation, heard, atlas, now, enrolment)
    assert scene is not None  # noqa: S101 - the programme is in hand
    scene = replace(scene, kept=(), record=None, story=None, effects=(StopCheckIns(back=True),))
    thanks = Say("enrol.thanks", {"programme": programme.text(conversation.language).name})
    return ask(scene, "goal-ask", thanks, kind="enrol") if enrolment.place else which_place(scene, thanks)


def _place(conversation: Conversation, programme: Programme) -> str:
    own = [each for each in (conversation.home, conversation.place) if each in programme.municipalities]
    if own:
        return own[0] or ""
    return programme.municipalities[0] if len(programme.municipalities) == 1 else ""


def which_place(scene: Scene, *before: Part, outside: bool = False) -> Turn:
    """Which of the programme's municipalities? It decides whose help they get. `outside`: it may be none of them."""
    codes = scene.programme.municipalities
    few = codes if len(codes) <= MOST_PLACES else ()
    choices = tuple(
        Choice(
            f"ci:{scene.enrolment.number}:0:place:{code}",
            "choice.name",
            {"name": scene.atlas.municipality(code).name},
        )
        for code in few
    )
    if few:
        asks = Say("enrol.place")
    else:
        names = Listed(tuple(scene.atlas.municipality(code).name for code in codes))
        asks = Say("enrol.place_of", {"places": names}) if len(codes) <= MOST_NAMED else Say("enrol.place_write")
    none = (Choice(f"ci:{scene.enrolment.number}:0:place:{NOWHERE}", "enrol.none_of_them"),) if outside else ()
    reply = Reply("enrol", (*before, asks), (*choices, *none))
    return scene.turn(reply, waits="place")


def placed(scene: Scene, codes: tuple[str, ...]) -> Turn:
    """Their municipality is known; now the goal. Of several in the programme the first is kept, and that is told; one
    that is not in it is told too, and asked about again."""
    mine = [code for code in codes if code in scene.programme.municipalities]
    if codes == (NOWHERE,) or not (mine or codes):
        return _elsewhere(scene)
    if not mine:
        others = Listed(tuple(scene.atlas.municipality(code).name for code in codes))
        return which_place(scene, Say("enrol.not_in_it", {"places": others}), outside=True)
    home = scene.conversation.home or mine[0]
    settled = replace(scene, conversation=replace(scene.conversation, home=home)).of(place=mine[0])
    kept = (Say("enrol.place_kept", {"place": settled.place}),) if len(mine) > 1 else ()
    return ask(settled, "goal-ask", *kept, kind="enrol")


def _elsewhere(scene: Scene) -> Turn:
    """None of the programme's municipalities is theirs: it is not for them, and nothing more is asked."""
    name = scene.programme.text(scene.conversation.language).name
    ended = scene.of(follow_up=stopped(scene.enrolment.follow_up))
    return ended.turn(Reply("enrol", (Say("enrol.not_for_you", {"programme": name}),), (HUMAN, MENU)))
