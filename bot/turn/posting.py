"""Posts on their way: worded, put into the outbox for a desk's hours, each where it belongs."""

from dataclasses import replace
from datetime import datetime

from bot.desk import Desk, Post
from bot.messages import Rendered
from bot.store import Lane, Tables, milliseconds
from bot.texts import Texts, split


def to_desk(tables: Tables, post: Post, desk: Desk, now: datetime, *, stream: str, texts: Texts) -> Rendered:
    """At once to whoever has just done something there; all else when they work."""
    rendered, stamp = worded(post, desk.language, texts), milliseconds(now)
    due = stamp if post.at_once else milliseconds(desk.calendar.next_open(now).at)
    if post.at_once:
        # Somebody is at work after all: what waits for the morning in this thread comes before the answer to them.
        tables.hurry(desk.chat, stream, stamp)
    enqueue(tables, desk.chat, rendered, post, (stamp, max(due, stamp), stream))
    return rendered


def enqueue(tables: Tables, conversation: str, rendered: Rendered, post: Post, when: tuple[int, int, str]) -> None:
    """Put a worded post in the outbox: now, when it is due, and the stream whose order it keeps."""
    stamp, due, stream = when
    first, *rest = split(rendered)
    tables.enqueue(
        conversation,
        first,
        stamp,
        lane=Lane.RELAY,
        due_at=due,
        handle=post.handle or None,
        onto=post.onto or None,
        under=post.under or None,
        stream=stream,
    )
    for number, part in enumerate(rest, 1):
        # Each part has a name, so that what is taken back is taken back whole, and what is changed changes whole.
        tables.enqueue(
            conversation,
            part,
            stamp,
            lane=Lane.RELAY,
            due_at=due,
            handle=f"{post.handle}+{number}" if post.handle else None,
            onto=f"{post.onto}+{number}" if post.onto else None,
            under=post.under or post.handle or None,
            stream=stream,
        )


def worded(post: Post, language: str, texts: Texts) -> Rendered:
    """A post in words."""
    rendered = texts.render(post.reply, language)
    opens = texts.plain(post.opens.key, language, **post.opens.values) if post.opens else ""
    anew = texts.plain(post.anew.key, language, **post.anew.values) if post.anew else ""
    return replace(rendered, opens=opens, anew=anew)
