"""The chat services that are served: each has a token."""

from typing import Protocol

from bot.channels import Receive, slack, telegram
from bot.outbox.delivery import Asks, Channel
from bot.settings import Settings
from bot.texts import Texts
from bot.turn.binding import is_for_desk


class Service(Channel, Asks, Protocol):
    """A channel with both directions."""

    label: str

    async def connect(self) -> None:
        """Make ourselves known. Raises TokenRefused or Unreachable."""

    async def open(self) -> None:
        """Have updates come. Raises TokenRefused or Unreachable."""

    async def listen(self) -> None:
        """Receive until cancelled."""

    async def close(self) -> None:
        """Close the connections."""


def telegram_of(settings: Settings, texts: Texts, keep: Receive) -> telegram.Telegram | None:
    """Telegram, if there is a token: polled, or calling where it can reach us. `keep` takes what comes in."""
    chosen = settings.telegram
    if chosen is None:
        return None
    webhook = (f"{settings.public_url}/telegram/webhook", chosen.webhook_secret) if settings.telegram_webhook else None
    return telegram.Telegram(
        chosen.token, chosen.base_url, keep, lambda key, language: texts.plain(key, language), webhook
    )


def slack_of(settings: Settings, texts: Texts, keep: Receive) -> slack.Slack | None:
    """Slack, if there is a token: over Socket Mode, or calling. `keep` takes what comes in."""
    chosen = settings.slack
    if chosen is None:
        return None
    answer = texts.plain("talk.slack_direct", "sv")

    def command_answer(text: str) -> str:
        return "" if is_for_desk(text) else answer

    secrets = (chosen.app_token, chosen.signing_secret)
    return slack.Slack(chosen.bot_token, chosen.base_url, secrets, keep, command_answer)
