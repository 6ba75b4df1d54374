"""`lots knowledge map`: how near the doors are, on a map of Sweden."""

from pathlib import Path

import click

from bot.commands import shared
from bot.commands.known import atlas_now, known_topic
from bot.texts import load_texts
from knowledge import swedish_day

KINDS = (".png", ".svg", ".html")


@click.command("map")
@click.argument("topic")
@click.option("-o", "--output", type=Path, help="Where to: .png, .svg or .html (TOPIC.png here).")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def chart(topic: str, output: Path | None, language: str) -> None:
    """Draw a map of Sweden for a TOPIC: own door, shared, region's, or the nation's only."""
    output = output or Path(f"{known_topic(topic)}.png")
    if output.suffix not in KINDS:
        raise shared.Refused(f"{output} is no picture that can be drawn; end its name with {', '.join(KINDS)}")
    shared.see_to_folder(output)
    from bot.reports.coverage import nearest
    from bot.reports.map import draw, image, map_page, words_of

    atlas, now = atlas_now()
    doors = {each.code: nearest(known_topic(topic), each.code, atlas) for each in atlas.municipalities}
    texts = load_texts()
    words = words_of(topic, texts, language, swedish_day(now), places=len(doors))
    figure = draw({code: door.level for code, door in doors.items()}, atlas.borders, words)
    if output.suffix == ".html":
        made = map_page(figure, doors, texts, language).encode()
    else:
        made = image(figure, output.suffix[1:])
    shared.write(output, made)
    click.echo(f"{output}: {words.title}, {len(doors)} municipalities")
