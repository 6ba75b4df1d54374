"""What is said of follow-ups outside a question: my dates, stop, later, another answer, a milestone, my story."""

import re
from dataclasses import replace

from bot.conversation.choices import HUMAN
from bot.conversation.meaning import is_talk
from bot.conversation.moves import move_of
from bot.conversation.person.masking import masked
from bot.conversation.state import Conversation, Turn
from bot.messages import Choice, Part, Reply, Say, Scripted
from bot.programmes import NoHours, Stop, When, reached
from bot.programmes.telling import reached_by, said_state
from intents import Understood, fold
from knowledge import Atlas, Milestone, Plan

from . import answering, moving, plainly, stories
from .scene import Scene, ask, closing, dates, programme_name, say, told_moment, values

_STORY = re.compile(r"\b(berattelse|historia|case|story)")
_TAKE_BACK = re.compile(r"\b(ta bort|ta tillbaka|dra tillbaka|ta ner|radera|angra|remove|withdraw|delete|take down)")
_NO_MORE = re.compile(
    r"\b(slut|stopp|stop|stang|avanm|avregistr|avbryt|avslut|block|inga|ingen|inte|ej|skippa|nog|lagg|av)"
    r"|\b(unsub|mute|no|not|dont|end|kill|cut|quit|enough|off|never|remove)\b"
)
SAYS_MORE = 4
SHORT = 15
"""Words of a message that tells how it goes."""
MOST_MILESTONES = 2
MOST_PROGRAMMES = 4


def wants_story_back(text: str) -> bool:
    """Is it "take my story away"?"""
    said = fold(text)
    return bool(_STORY.search(said) and _TAKE_BACK.search(said))


def _is_about_asking(understood: Understood | None) -> bool:
    """Is it about what the bot asks of its own accord, and not "ask for me"?"""
    sure = understood is not None and understood.intent == "checkin.manage" and understood.decision == "answer"
    return sure and understood is not None and move_of(understood.text) is None


def _ends_it(text: str) -> bool:
    """A few words without a "no" in them are no farewell, whatever they are taken for: "my follow-ups"."""
    return len(text.split()) >= SAYS_MORE or bool(_NO_MORE.search(fold(text)))


def asked_outright(scene: Scene, text: str, understood: Understood | None) -> Turn | None:
    """What is plainly said of the follow-up itself, also while a question is with a person; None if nothing is."""
    if wants_story_back(text):
        return stories.withdrawn(scene)
    answer = moving.heard_when(scene, text)
    mine = _is_about_asking(understood)
    if isinstance(answer, Stop) and (mine or len(text.split()) <= answering.SHORT):
        return moving.stop(scene)
    ended = scene.enrolment.follow_up.ended is not None
    if plainly.wants_out(text):
        return overview(scene) if ended else moving.stop(scene)
    if plainly.wants_new_goal(text):
        return overview(scene) if ended else ask(scene, "goal-change")
    if mine and understood and understood.detail == "stop" and not isinstance(answer, When) and _ends_it(text):
        return moving.stop(scene)
    if mine and understood:
        return _asked_about(scene, understood.detail, answer if isinstance(answer, When) else None)
    return None


def managed(scene: Scene, text: str, understood: Understood | None) -> Turn | None:
    """Words outside a question, None if they are not about a follow-up."""
    if scene.enrolment.follow_up.ended is None and (milestone := milestone_in(scene.programme.plan, text)):
        return at_milestone(scene, milestone, text)
    if (turn := asked_outright(scene, text, understood)) is not None:
        return turn
    answer = moving.heard_when(scene, text)
    fresh = scene.conversation.follow is not None and scene.conversation.follow.fresh
    if (state := said_state(text)) and _may_tell(scene, text, fresh=fresh):
        return answering.told_anew(scene, text, state)
    if fresh and isinstance(answer, When) and answer.sure and scene.enrolment.follow_up.ended is None:
        return moving.moved(scene, answer)
    about = understood is not None and understood.intent == "checkin.manage" and is_talk(understood)
    return overview(scene) if about and move_of(text) is None else None


def _may_tell(scene: Scene, text: str, *, fresh: bool) -> bool:
    """An answer that is waited for, or a change of one just given."""
    if scene.record is None or len(text.split()) > SHORT or scene.conversation.draft:
        return False
    return scene.enrolment.follow_up.asked is not None or fresh


def _asked_about(scene: Scene, detail: str, later: When | None) -> Turn:
    match detail:
        case _ if scene.enrolment.follow_up.ended:
            return overview(scene)
        case "snooze" if later:
            return moving.moved(scene, later)
        case "snooze":
            return ask(scene, "snooze-ask")
        case "change" if scene.record:
            return ask(scene, "status-change")
        case _:
            return overview(scene)


def overview(scene: Scene, *, alone: bool = False) -> Turn:
    """Which follow-ups there are, what is next, and what can be done; `alone`: of this one, though there are others."""
    if scene.others and not alone:
        return _all_of_them(scene)
    language = scene.conversation.language
    told = {**values(scene), "dates": dates(scene)}
    number = scene.enrolment.number
    if scene.enrolment.follow_up.ended:
        again = Choice(f"join:{scene.programme.code}:again", "enrol.again")
        return scene.turn(Reply("checkin", (Say("follow.ended", told),), (again, HUMAN)))
    goal = (Say("follow.your_goal", told),) if scene.enrolment.goal else ()
    milestones = tuple(
        Choice(f"ci:{number}:0:milestone:{each.id}", "choice.name", {"name": each.label(language)})
        for each in scene.programme.plan.milestones[:MOST_MILESTONES]
    )
    choices = (
        Choice(f"ci:{number}:0:ask:snooze-ask", "follow.another_day"),
        Choice(f"ci:{number}:0:ask:goal-change", "follow.another_goal"),
        *milestones,
        Choice(f"ci:{number}:0:ask:stop", "follow.stop"),
    )
    return scene.turn(Reply("checkin", (Say("follow.overview", told), *goal), choices))


def _all_of_them(scene: Scene) -> Turn:
    """Every follow-up with its goal and its next date, and a button to each."""
    shown = scene.heard.followed.active[:MOST_PROGRAMMES]
    names = {each.number: programme_name(each, scene.atlas, scene.conversation.language) for each in shown}
    parts = tuple(
        Say(
            "follow.one_of_several",
            {
                "programme": names[each.number],
                "goal": each.goal or names[each.number],
                "at": told_moment(min((due.at for due in each.follow_up.planned), default=None), scene.now),
            },
        )
        for each in shown
    )
    choices = tuple(
        Choice(f"ci:{number}:0:overview:one", "choice.name", {"name": name}) for number, name in names.items()
    )
    stop = Choice(f"ci:{shown[0].number}:0:ask:stop", "follow.stop_all")
    return scene.turn(Reply("checkin", (Say("follow.several"), *parts), (*choices, stop)))


def milestone_in(plan: Plan, text: str) -> Milestone | None:
    """The milestone of a plan that a text tells of; a question tells of none."""
    if text.rstrip().endswith("?"):
        return None
    found = (each for each in plan.milestones if reached_by(text, each.heard))
    return next(found, None)


def at_milestone(scene: Scene, milestone: Milestone, text: str = "") -> Turn:
    """What was waited for has happened: its steps are planned, once. Told in words it answers what was asked."""
    if scene.record and scene.enrolment.follow_up.asked:
        told = masked(text.strip())[: answering.LONGEST_ANSWER]
        scene = scene.said(**({"next": told} if told else {}))
    before = scene.enrolment.follow_up
    try:
        follow_up = reached(before, scene.programme.plan, milestone.id, scene.now, scene.hours)
    except NoHours:
        follow_up = before
    label = {"milestone": milestone.label(scene.conversation.language)}
    if follow_up == before:
        return say(scene, "follow.milestone_known", **label)
    return closing(scene.of(follow_up=follow_up), Say("follow.milestone", label))


def none_here(conversation: Conversation, atlas: Atlas) -> Turn:
    """No follow-up, and how one gets one."""
    names: tuple[Part, ...] = tuple(
        Scripted("{name}: _{code}_", {"name": each.text(conversation.language).name, "code": each.code})
        for each in atlas.programmes
    )
    how: tuple[Part, ...] = (Say("enrol.how"), *names) if names else ()
    reply = Reply("checkin", (Say("talk.no_checkins"), *how), (HUMAN,))
    return Turn(replace(conversation, asked="", missed=0), (reply,))
