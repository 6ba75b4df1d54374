"""The link that brings somebody to a programme."""


def start_link(bot_name: str, code: str) -> str:
    """Opens the bot at Telegram with the programme's code: one tap on Start, and its consent is shown."""
    return f"https://t.me/{bot_name}?start={code}"
