"""When to ask: moved in words of one's own, read back, and stopped for good with one tap."""

import re
from dataclasses import replace
from typing import assert_never

from bot.conversation.state import Turn
from bot.effects import KeepEnrolment, StopCheckIns
from bot.messages import Choice, Day, Label, Listed, Part, Reply, Rows, Say
from bot.programmes import (
    Closed,
    Ended,
    FollowUp,
    NoHours,
    Stop,
    Unclear,
    When,
    Why,
    answered,
    closed_for,
    put_off,
    refitted,
    stopped,
    when,
)
from bot.programmes.abroad import Country

from .scene import Scene, ask, dates, hours_of, programme_name, question, values

UNCLEAR = {
    Why.NOTHING: "follow.unclear_nothing",
    Why.PAST: "follow.unclear_past",
    Why.TOO_FAR: "follow.unclear_too_far",
    Why.NO_SUCH_DAY: "follow.unclear_no_such_day",
    Why.NO_DAY_LEFT: "follow.unclear_no_day_left",
}
NOT_THEN = {
    Closed.RED: "follow.not_on_red",
    Closed.PAUSE: "follow.not_on_pause",
    Closed.AVOIDED: "follow.not_on_avoided",
}
_NO_BUT = re.compile(r"^\s*(nej|nä|nae|no|nope)\b(\s*[,.!:;–-]\s*|\s+(?=förresten|actually))", re.IGNORECASE)
"""A no to the date before the one that suits: "nej, i höst" is no refusal of the autumn."""
READ_BACK = {"goal-confirm": "goal-confirm", "interval-ask": "goal-confirm"}
"""Where a moved date is read back, by the question it was an answer to; else the script's `snoozed`."""


def heard_when(scene: Scene, text: str) -> When | Stop | Unclear:
    """What a text says of when."""
    planned = None if scene.enrolment.follow_up.asked else scene.next_at
    return when(_NO_BUT.sub("", text), scene.now, scene.conversation.language, hours=scene.hours, planned=planned)


def by_words(scene: Scene, text: str, asked: str) -> Turn:
    """Words, or the words of a button, in answer to a question of when."""
    answer = heard_when(scene, text)
    match answer:
        case Stop():
            return stop(scene)
        case When():
            return moved(scene, answer, asked)
        case Unclear(why, _):
            waits = asked if scene.atlas.script[asked].listens else "snooze-ask"
            reply = question(scene, "snooze-ask")
            return scene.turn(Reply("checkin", (Say(UNCLEAR[why]),), reply.choices), waits=waits)
        case _:
            assert_never(answer)


def moved(scene: Scene, to: When, asked: str = "") -> Turn:
    """Moved, and read back."""
    try:
        later = move(scene, to)
    except NoHours:
        return scene.turn(Reply("checkin", (Say(UNCLEAR[Why.NO_DAY_LEFT]),)), waits="snooze-ask")
    if later.next_at is None:
        return ask(later, "saved-last")
    by_day = (Say("follow.by_day"),) if to.night else ()
    return ask(later, READ_BACK.get(asked, "snoozed"), *_why_not_then(later, to), *by_day)


def _why_not_then(scene: Scene, to: When) -> tuple[Part, ...]:
    """Why it is another day than the very one they named."""
    hours = scene.hours
    if to.day is None or not to.exact or hours.wall(to.at).date() == to.day:
        return ()
    why = closed_for(to.day, hours)
    return (Say(NOT_THEN[why], {"day": Day(to.day)}),) if why else ()


def move(scene: Scene, to: When) -> Scene:
    """The follow-up with what was said of days and hours, for good and for the next time. Raises NoHours."""
    before, wishes = scene.hours, to.lasting(scene.enrolment.wishes)
    hours = hours_of(scene.programme, wishes)
    follow_up = refitted(scene.enrolment.follow_up, before, hours)
    due = min(follow_up.planned, default=None)
    own_hour = to.hour is not None and due is not None and due.own  # "klockan 8", of the day they have just chosen
    if to.day is not None or follow_up.asked or own_hour:
        if follow_up.planned and scene.record and scene.record.answered_at:
            follow_up = answered(follow_up)
        follow_up = put_off(follow_up, to.at, hours)
    return scene.of(wishes=wishes, follow_up=_awake(follow_up))


def abroad(scene: Scene, country: Country) -> Turn:
    """They are in another country: its clock and holidays hold from now on, and the dates are told anew."""
    at_home = country.zone == scene.programme.plan.zone and country.code == scene.programme.plan.country
    zone, code = ("", None) if at_home else (country.zone, country.code)
    wishes = replace(scene.enrolment.wishes, zone=zone, country=code)
    try:
        hours = hours_of(scene.programme, wishes)
        follow_up = refitted(scene.enrolment.follow_up, scene.hours, hours)
    except NoHours:
        return scene.turn(Reply("checkin", (Say(UNCLEAR[Why.NO_DAY_LEFT]),)), waits="snooze-ask")
    told = scene.of(wishes=wishes, follow_up=follow_up)
    follow = scene.conversation.follow
    follows = Say("follow.abroad", {"country": Label(f"country.{country.code}")})
    if follow and follow.fresh and follow.question in ("goal-ask", "goal-help", "goal-change", "goal-confirm"):
        return ask(told, follow.question, follows)
    known = {**values(told), "dates": dates(told)}
    return told.turn(
        Reply("checkin", (follows, Say("follow.overview", known))),
        waits=follow.question if follow and follow.fresh else "",
    )


def _awake(follow_up: FollowUp) -> FollowUp:
    """Who names a day after the bot fell silent is there again."""
    return replace(follow_up, silences=0)


def stop(scene: Scene) -> Turn:
    """Nothing more, ever, in any programme: one tap. Says how to come back."""
    others = scene.others
    kept = tuple(KeepEnrolment(replace(each, follow_up=stopped(each.follow_up))) for each in others)
    ended = replace(scene.of(follow_up=stopped(scene.enrolment.follow_up)), effects=(*kept, StopCheckIns()))
    asked = question(ended, "consent-withdrawn", kind="stopped")
    language = scene.conversation.language
    found = [scene.programme, *filter(None, (scene.atlas.programme(each.programme) for each in others))]
    left = {each.code: each.text(language).name for each in found}
    which = (Say("follow.of", {"programme": Listed(tuple(left.values()))}),) if len(left) > 1 else ()
    return ended.turn(replace(asked, parts=(*which, *asked.parts, _ways_back(tuple(left)))))


def leave(scene: Scene) -> Turn:
    """Nothing more in this one programme; the others go on."""
    ended = scene.of(follow_up=stopped(scene.enrolment.follow_up))
    language = scene.conversation.language
    goes_on = Listed(tuple(programme_name(each, scene.atlas, language) for each in scene.others))
    left = Say("follow.left", {"programme": scene.programme.text(language).name, "others": goes_on})
    back = Say("follow.come_back", {"code": scene.programme.code})
    stop_all = Choice(f"ci:{scene.others[0].number}:0:ask:stop", "follow.stop_all")
    return ended.turn(Reply("checkin", (left, back), (stop_all,)))


def _ways_back(codes: tuple[str, ...]) -> Part:
    """How each programme that was left is joined again."""
    if len(codes) == 1:
        return Say("follow.come_back", {"code": codes[0]})
    ways = Rows(tuple(Label("follow.way_back", {"code": code}) for code in codes))
    return Say("follow.ways_back", {"ways": ways})


def finished(scene: Scene) -> Scene:
    """They are done with it: nothing more is asked."""
    if scene.enrolment.follow_up.ended:
        return scene
    return scene.of(follow_up=replace(scene.enrolment.follow_up, planned=(), asked=None, ended=Ended.DONE))
