"""Who is in a Telegram group."""

from telegram import Bot, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest

from bot.messages import Standing
from bot.outbox.delivery import Found

INSIDE = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)

NOBODY = ("user not found", "participant_id_invalid", "user_id_invalid", "user_not_participant")
"""What Telegram says of somebody who was never there. Any other refusal ("member list is inaccessible": the bot is no
administrator) says nothing of them."""


async def standing(bot: Bot, chat: str, user: str) -> Found:
    """Is somebody in a group? Raises what the library raises when it cannot be told."""
    try:
        member = await bot.get_chat_member(chat, int(user))
    except BadRequest as error:
        if any(words in str(error).casefold() for words in NOBODY):
            return Found(Standing.OUTSIDE)
        raise
    here = member.status in INSIDE or (isinstance(member, ChatMemberRestricted) and member.is_member)
    inside = here and not member.user.is_bot
    return Found(Standing.INSIDE if inside else Standing.OUTSIDE, member.user.first_name)
