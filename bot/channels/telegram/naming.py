"""The bot's name at Telegram, as it stands in its links."""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels import TokenRefused, Unreachable


async def bot_name(token: str, base_url: str) -> str:
    """The name of the token's bot, without @. Raises TokenRefused or Unreachable."""
    try:
        async with Bot(token, base_url=base_url) as bot:
            return str(bot.username)
    except InvalidToken as error:
        raise TokenRefused("Telegram does not know TELEGRAM_BOT_TOKEN; copy it again from @BotFather") from error
    except TelegramError as error:
        raise Unreachable(f"Telegram: {str(error).replace(token, '…')}") from error
