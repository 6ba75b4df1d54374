"""A promise comes back from the store as it went there."""

import json
import random
from datetime import timedelta

from bot.promise import (
    NATION,
    Kind,
    Limits,
    Promise,
    Rung,
    Terms,
    clock_from_json,
    clock_to_json,
    give,
    promise_from_json,
    promise_to_json,
)
from promise.desks import REAL, at
from promise.lives import Life
from promise.test_limits import SJOBO

FRIDAY = at("2026-11-20 10.15")
OFFICE = REAL["office"]


def again(promise: Promise) -> Promise:
    return promise_from_json(json.loads(json.dumps(promise_to_json(promise))))


def test_a_promise_in_every_state_survives_the_store() -> None:
    given = give(SJOBO, "permits.food", FRIDAY, OFFICE)
    silent = Limits(Terms({Kind.FIRST_ANSWER: None, Kind.NEXT_ANSWER: None}, source="x"))
    states = [
        given,
        given.complete(frozenset({"lease", "drawing"}), FRIDAY, OFFICE),
        given.pause(FRIDAY, reason="ritning", by="Sjöbo").transfer(FRIDAY, OFFICE, "Ystad"),
        given.answer(FRIDAY).ask(FRIDAY, OFFICE),
        give(Limits(NATION), "", FRIDAY, OFFICE).renew(Kind.FIRST_ANSWER, FRIDAY + timedelta(days=9), OFFICE),
        give(silent, "", FRIDAY, OFFICE),
        Promise(()),
    ]
    for state in states:
        assert again(state) == state


def test_a_clock_after_any_life_survives_the_store() -> None:
    chance = random.Random(17)
    for _ in range(200):
        life = Life.begin(chance)
        for _ in range(chance.randrange(6)):
            life.step()
        for clock in (life.clock, life.clock.climb(Rung.DEPUTY).satisfy(life.now), life.clock.release(life.now)):
            assert clock_from_json(json.loads(json.dumps(clock_to_json(clock)))) == clock


def test_two_days_take_little_room() -> None:
    given = give(Limits(NATION), "", FRIDAY, OFFICE)
    assert len(json.dumps(promise_to_json(given))) < 1800
