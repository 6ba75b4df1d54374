"""Staff invite the one whose question they have: that person is shown the consent, and only their own yes counts."""

from datetime import datetime

from bot.desk import Escalation
from bot.desk.mandates import mandates
from bot.desk.requests import Invite
from bot.messages import Reply, Say
from bot.store import Tables
from bot.turn import followups
from knowledge import Mandate

from .asking import Office, answer


def invite(tables: Tables, request: Invite, case: Escalation, office: Office, now: datetime) -> Reply:
    """Show them the consent, or say why not. Who has said stop is not written to, whoever asks for it."""
    programme = office.atlas.programme(request.code) if request.code else None
    if programme is None or Mandate.ENROL not in mandates(programme, office.desk) or case.desk != office.desk.id:
        return answer(tables, request, office, now)
    known = followups.Known(office.atlas, office.texts)
    outcome = followups.invite(tables, known, case.conversation, programme.code, now)
    name = programme.text(office.desk.language).name
    return Reply("invitation", (Say(f"organise.person_{outcome}", {"programme": name, "code": programme.code}),))
