"""`lots programme link`: the way into a programme, to be sent, shown or put up on a wall."""

import asyncio
from pathlib import Path

import click

from bot.commands import shared
from bot.commands.files import write_whole
from bot.commands.programme import known, the_programme
from bot.programmes.links import start_link
from bot.settings import Settings
from bot.texts import Texts
from knowledge import Programme


@click.command()
@click.argument("code")
@click.option("--bot", metavar="NAME", help="The bot's name at Telegram (TELEGRAM_BOT_NAME, else asked of Telegram).")
@click.option("--out", type=click.Path(path_type=Path), default=Path(), help="Where the pictures go (here).")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", help="Of the sheet (sv).")
def link(code: str, bot: str | None, out: Path, language: str) -> None:
    """The start link of the programme CODE, as a QR code (PNG) and a sheet to print (PDF); and what to do in Slack."""
    settings = shared.settings()
    with shared.store(settings) as store:
        one = the_programme(known(store), code)
    name = (bot or settings.bot_name or _asked(settings)).removeprefix("@")
    if not name and settings.slack is None:
        raise shared.Refused("the bot has no name yet: set TELEGRAM_BOT_NAME, or give --bot NAME as in t.me/NAME")
    if name:
        url = start_link(name, one.code)
        written = _pictures(one, url, out, shared.texts(settings), language)
        click.echo(f"Telegram: {url}")
        click.echo("\n".join(f"Written: {path}" for path in written))
    click.echo(f"Slack: write {one.code} to the bot, or /lots {one.code} anywhere.")


def _asked(settings: Settings) -> str:
    """The name that Telegram knows the bot by; empty without a token."""
    if settings.telegram is None:
        return ""
    from bot.channels import TokenRefused, Unreachable
    from bot.channels.telegram import bot_name

    try:
        return asyncio.run(bot_name(settings.telegram.token, settings.telegram.base_url))
    except (TokenRefused, Unreachable) as error:
        raise shared.Refused(f"{error}; or give --bot NAME, as in t.me/NAME") from error


def _pictures(one: Programme, url: str, folder: Path, texts: Texts, language: str) -> list[Path]:
    from bot.documents.qr import png, sheet

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise shared.Refused(f"{folder} cannot be made ({error.strerror}); name another folder") from error
    how = texts.plain("organise.sheet", language)
    made = {f"{one.code}.png": png(url), f"{one.code}.pdf": sheet(one.text(language).name, how, url, language)}
    for name, content in made.items():
        write_whole(folder / name, content)
    return [folder / name for name in made]
