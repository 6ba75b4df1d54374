"""The environment, read once into one value. Nothing else reads it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

DEFAULT_DATABASE = "sqlite:///lots.db"
DEFAULT_HTTP = "127.0.0.1:8080"
DEFAULT_DESKS = "desks.toml"


class SettingsError(Exception):
    """The environment cannot be used; the message names every variable at fault."""


@dataclass(frozen=True, slots=True)
class Telegram:
    """How to reach Telegram. With a secret and a public address its webhook is used, else long polling."""

    token: str = field(repr=False)
    base_url: str
    webhook_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slack:
    """How to reach Slack: an app token means Socket Mode, a signing secret means HTTP."""

    bot_token: str = field(repr=False)
    base_url: str
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    `database` is where the store lies, and `database_chosen` whether somebody said so. `http` is host:port
    or empty, `operator` who runs this installation, as users may be told, `bot_name` its name at Telegram.
    """

    database: str
    database_chosen: bool
    knowledge: Path | None
    desks: Path | None
    operator: str
    http: str
    bot_name: str
    public_url: str
    telegram: Telegram | None
    slack: Slack | None

    @property
    def telegram_webhook(self) -> bool:
        """Does Telegram call us?"""
        return bool(self.telegram and self.telegram.webhook_secret and self.public_url)

    @property
    def slack_over_http(self) -> bool:
        """Does Slack call us?"""
        return bool(self.slack and not self.slack.app_token)


VARIABLES = {
    "LOTS_DATABASE": "where the store lies, sqlite:///PATH (lots.db here)",
    "LOTS_KNOWLEDGE": "a folder of knowledge files laid over the shipped ones",
    "LOTS_DESKS": "the TOML file of the desks, which `lots desk add` writes (desks.toml here, if it is there)",
    "LOTS_OPERATOR": "who runs the bot, as it tells users (nobody: it says that it is a trial)",
    "LOTS_HTTP": "host:port for webhooks, pages of cases, health, metrics (127.0.0.1:8080 when one of them needs it)",
    "LOTS_PUBLIC_URL": "the address under which the services and your staff reach LOTS_HTTP, https://…",
    "TELEGRAM_BOT_TOKEN": "from @BotFather; serves Telegram",
    "TELEGRAM_API_BASE_URL": "another Bot API server",
    "TELEGRAM_BOT_NAME": "the bot's name in start links, as in t.me/NAME (asked of Telegram)",
    "TELEGRAM_WEBHOOK_SECRET": "1–256 of A–Z a–z 0–9 _ -; with LOTS_PUBLIC_URL: webhook instead of polling",
    "SLACK_BOT_TOKEN": "xoxb-…; serves Slack, with one of the next two",
    "SLACK_APP_TOKEN": "xapp-…: Socket Mode",
    "SLACK_SIGNING_SECRET": "HTTP: /slack/events",
    "SLACK_API_BASE_URL": "another Slack API",
}
"""Every variable and what it is for; the README's table is compared with it by a test."""


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings of an environment, with the `.env` of a folder behind it. Raises SettingsError."""
    if environ is None:
        environ = os.environ  # noqa: TID251 - the one place
    kept = _kept(folder or Path.cwd())
    values = {name: environ.get(name) or kept.get(name) or "" for name in VARIABLES}
    wrong = [
        *_wrong_name(values),
        *_wrong_slack(values),
        *_wrong_telegram(values),
        *_wrong_http(values),
        *_wrong_addresses(values),
    ]
    if wrong:
        raise SettingsError("; ".join(wrong))
    return Settings(
        database=values["LOTS_DATABASE"] or DEFAULT_DATABASE,
        database_chosen=bool(values["LOTS_DATABASE"]),
        knowledge=Path(values["LOTS_KNOWLEDGE"]) if values["LOTS_KNOWLEDGE"] else None,
        desks=_desks(values["LOTS_DESKS"], folder or Path.cwd()),
        operator=values["LOTS_OPERATOR"],
        bot_name=values["TELEGRAM_BOT_NAME"].removeprefix("@"),
        http=values["LOTS_HTTP"] or (DEFAULT_HTTP if _needs_http(values) else ""),
        public_url=values["LOTS_PUBLIC_URL"].rstrip("/"),
        telegram=_telegram(values),
        slack=_slack(values),
    )


def _kept(folder: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(folder / ".env")
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{folder / '.env'} cannot be read ({error}); save it as UTF-8") from error


def _desks(chosen: str, folder: Path) -> Path | None:
    """The file of the desks: the one that was named, else the one that `lots desk add` made here."""
    if chosen:
        return Path(chosen)
    made = folder / DEFAULT_DESKS
    return made if made.is_file() else None


def _telegram(values: Mapping[str, str]) -> Telegram | None:
    if not values["TELEGRAM_BOT_TOKEN"]:
        return None
    base_url = (values["TELEGRAM_API_BASE_URL"] or "https://api.telegram.org").rstrip("/").removesuffix("/bot")
    return Telegram(values["TELEGRAM_BOT_TOKEN"], f"{base_url}/bot", values["TELEGRAM_WEBHOOK_SECRET"])


def _slack(values: Mapping[str, str]) -> Slack | None:
    if not values["SLACK_BOT_TOKEN"]:
        return None
    base_url = values["SLACK_API_BASE_URL"] or "https://slack.com/api/"
    secret = values["SLACK_SIGNING_SECRET"]
    return Slack(values["SLACK_BOT_TOKEN"], base_url.rstrip("/") + "/", values["SLACK_APP_TOKEN"], secret)


def _needs_http(values: Mapping[str, str]) -> bool:
    # Whoever names a public address has pages to be reached there: those of cases, and Telegram's webhook.
    public = values["LOTS_PUBLIC_URL"]
    slack = values["SLACK_BOT_TOKEN"] and not values["SLACK_APP_TOKEN"]
    return bool(public or slack)


def _wrong_slack(values: Mapping[str, str]) -> list[str]:
    bot, app, secret = (values[f"SLACK_{name}"] for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"))
    if bot and not app and not secret:
        return ["SLACK_BOT_TOKEN alone is not enough: set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"]
    if (app or secret) and not bot:
        return ["SLACK_BOT_TOKEN is missing beside the other Slack variables: set it"]
    return []


def _wrong_telegram(values: Mapping[str, str]) -> list[str]:
    secret = values["TELEGRAM_WEBHOOK_SECRET"]
    if len(secret) > 256 or not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret):
        return ["TELEGRAM_WEBHOOK_SECRET may hold only A–Z a–z 0–9 _ - and 256 characters: choose another"]
    return []


def _wrong_name(values: Mapping[str, str]) -> list[str]:
    name = values["TELEGRAM_BOT_NAME"]
    if not name or re.fullmatch(r"@?\w{5,32}", name, re.ASCII):
        return []
    return [f"TELEGRAM_BOT_NAME is {name!r}: write the name alone, like MyTownBot (5 to 32 of A–Z a–z 0–9 _)"]


def _wrong_addresses(values: Mapping[str, str]) -> list[str]:
    names = ("TELEGRAM_API_BASE_URL", "SLACK_API_BASE_URL", "LOTS_PUBLIC_URL")
    return [f"{name} is {values[name]!r}: write it whole, https://…" for name in names if not _is_address(values[name])]


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return not value or (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0)
    except ValueError:  # a port that is no number
        return False


def _wrong_http(values: Mapping[str, str]) -> list[str]:
    host, _, port = values["LOTS_HTTP"].rpartition(":")
    if values["LOTS_HTTP"] and not (host and port.isdecimal() and int(port) < 65536):
        return [f"LOTS_HTTP is {values['LOTS_HTTP']!r}: write host:port, like {DEFAULT_HTTP}"]
    return []
