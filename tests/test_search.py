"""The free search: the entries whose words come nearest, offered when nothing was understood, never as an answer."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Conversation, Heard, step
from bot.messages import Fact, Message, Press, Say, Text
from bot.store import Search, Store
from bot.store.stems import stems
from bot.turn import Guide, take_turn
from intents import Understood
from knowledge import Changes, Level, Switch, load_atlas

NOW = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
ATLAS = load_atlas()
SEARCH = Search(ATLAS)


def title(entry_id: str, language: str = "sv") -> str:
    """The title of an entry."""
    entry = ATLAS.entry(entry_id)
    assert entry
    return entry.wording(language).title


def unclear(text: str, language: str = "sv") -> Understood:
    """A text of which nothing was understood."""
    return Understood(text, language, "out_of_scope", "", 0.4, (("out_of_scope", 0.4),), (), "refuse", 3)


# --- stems -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("sv", "butik butiken butiker butikens"),
        ("sv", "lokal lokaler lokalen lokalerna"),
        ("sv", "anmälan anmälans"),
        ("sv", "bygga bygger"),
        ("en", "permit permits"),
        ("en", "company companies"),
        ("en", "meeting meetings meet"),
        ("en", "licence licences"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    found = {stems(form, language)[0] for form in forms.split() if stems(form, language)}
    assert len(found) <= 1, found


def test_words_that_say_nothing_have_no_stem() -> None:
    assert stems("Hej, kan vi få hjälp av kommunen nån gång 2027?", "sv") == ["gång"]
    assert stems("would you please help our company", "en") == []


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(text: str) -> None:
    for language in ("sv", "en"):
        assert len(SEARCH.near(text, language, "1384")) <= 3


# --- what is found -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "title_has"),
    [
        ("container på stranden", "1381", "stranden"),
        ("CONTAINER PA STRANDEN", "1381", "stranden"),
        ("tatuering piercing", "1381", "hälsoskydd"),
        ("egenkontroll livsmedel", None, "livsmedel"),
    ],
)
def test_the_entry_that_holds_the_words_comes_up(text: str, place: str | None, title_has: str) -> None:
    found = [title(each) for each in SEARCH.near(text, "sv", place)]
    assert any(title_has.casefold() in each.casefold() for each in found), found


def test_letters_without_dots_find_the_same() -> None:
    for text in ("anmälan tatuering", "handlarnas köpmannaförening"):
        bare = text.translate(str.maketrans("åäö", "aao"))
        assert SEARCH.near(text, "sv", "1381") == SEARCH.near(bare, "sv", "1381") != ()


def test_each_entry_is_found_by_its_own_title() -> None:
    lost = []
    for entry in ATLAS.entries():
        for language in ("sv", "en"):
            words = entry.wording(language).title
            if len(stems(words, language)) > 1:
                found = SEARCH.near(words, language, entry.owner or None, limit=len(list(ATLAS.entries())))
                if entry.id not in found:
                    lost.append((entry.id, language, words))
    assert lost == []


def test_only_what_holds_in_the_place_is_near() -> None:
    for code in ("1384", "1270", "2513"):
        for text in ("tillstånd", "upphandling leverantör", "bygglov", "kontakta näringslivskontoret"):
            for entry_id in SEARCH.near(text, "sv", code, limit=50):
                entry = ATLAS.entry(entry_id)
                assert entry
                assert ATLAS.concerns(entry, code)
                assert entry.owner in ("", code) or code in repr(ATLAS.holder(entry.owner))


def test_what_holds_too_little_of_the_text_is_not_near() -> None:
    for text in ("vad blir det för väder i morgon", "recept på kanelbullar", "lös ekvationen åt mig", "ö", "", "2 + 2"):
        assert SEARCH.near(text, "sv") == ()


def test_of_foreign_questions_that_were_refused_few_get_anything_offered(guide: Guide) -> None:
    """Measured on the held-out sentences: a wrong lead costs trust."""
    for language, most in (("sv", 0.03), ("en", 0.05)):
        sentences = _foreign(language)
        refused = [text for text in sentences if guide.understand(text, language).decision == "refuse"]
        offered = [text for text in refused if SEARCH.near(text, language)]
        assert len(refused) > 50
        assert len(offered) <= most * len(refused), offered


def _foreign(language: str) -> list[str]:
    folder = Path(__file__).parent / "sentences"
    files = (folder / f"{language}.toml", folder / "blind" / f"{language}.toml")
    tables = [tomli.loads(path.read_text(encoding="utf-8")) for path in files]
    return [each["text"] for table in tables for each in table["sentences"] if each["intent"] == "out_of_scope"]


# --- how it is offered -------------------------------------------------------

MET = Conversation("chat:a", greeted=True, place="1381")


def test_a_refusal_offers_the_nearest_as_buttons_with_a_person_last_and_quotes_nothing() -> None:
    near = SEARCH.near("container på stranden", "sv", "1381")
    turn = step(
        MET, Heard(Text("container på stranden"), "1", unclear("container på stranden"), None, near), ATLAS, NOW
    )
    [reply] = turn.replies
    assert reply.kind == "refuse", "it is no answer"
    assert [choice.id for choice in reply.choices] == [f"entry:{near[0]}", "human"]
    assert not any(isinstance(part, Fact) for part in reply.parts)
    assert turn.conversation.missed == 1


def test_pressing_what_is_offered_shows_that_very_entry() -> None:
    entry_id = SEARCH.near("container på stranden", "sv", "1381")[0]
    heard = Heard(Text("x"), "1", unclear("x"), None, (entry_id,))
    asked = step(MET, heard, ATLAS, NOW)
    shown = step(asked.conversation, Heard(Press(asked.replies[0].choices[0].id)), ATLAS, NOW)
    [fact] = [part for part in shown.replies[0].parts if isinstance(part, Fact)]
    assert (fact.entry.id, fact.level) == (entry_id, Level.OWN)


def test_what_pressing_would_not_show_is_not_offered() -> None:
    hidden = ATLAS.national["procurement.register"].id  # Kungsbacka has a door of its own for it
    talk = replace(MET, place="1384")
    off = Switch("procurement.register", "1384", None, "x", "x", NOW)
    own = ATLAS.door("procurement.register", "1384").entries[0].id

    def offered(near: tuple[str, ...], changes: Changes = Changes()) -> list[str]:  # noqa: B008 - frozen
        turn = step(talk, Heard(Text("x"), "1", unclear("x"), None, near), ATLAS.as_of(NOW, changes), NOW)
        return [choice.id for choice in turn.replies[0].choices if choice.id.startswith("entry:")]

    assert offered((own,)) == [f"entry:{own}"]
    assert offered((hidden, "no-such-entry")) == []
    assert offered((own,), Changes(switches=(off,))) == []


def test_an_entry_of_another_municipality_says_whose_it_is() -> None:
    near = SEARCH.near("container på stranden", "sv")
    turn = step(replace(MET, place=None), Heard(Text("x"), "1", unclear("x"), None, near), ATLAS, NOW)
    assert turn.replies[0].choices[0].values["sv"] == "Laholm: Verksamhet på stranden (bod, vagn, container)"


def test_the_second_time_in_a_row_a_person_is_named_outright() -> None:
    heard = Heard(Text("x"), "1", unclear("x"), None, SEARCH.near("container på stranden", "sv", "1381"))
    again = step(replace(MET, missed=1), heard, ATLAS, NOW)
    said = [part.key for part in again.replies[0].parts if isinstance(part, Say)]
    assert said == ["talk.refuse_again", "talk.nearest"]


def test_what_was_understood_is_never_searched_for(guide: Guide, store: Store) -> None:
    searched = []

    class Counting(Search):
        def near(self, text: str, *rest: Any, **more: Any) -> tuple[str, ...]:
            searched.append(text)
            return super().near(text, *rest, **more)

    counted = replace(guide, search=Counting(guide.atlas))
    for text in ("uteservering i Halmstad", "tack", "asdf qwer zxcv"):
        message = Message(f"chat:{text}", "1", Text(text))
        store.write(partial(take_turn, message=message, guide=counted, now=NOW))
    assert searched == ["asdf qwer zxcv"]
