"""The staff's side: desks, and the life of a question that a person answers. Pure."""

from .around import Around as Around
from .changes import ChangeKind as ChangeKind
from .changes import DeskChange as DeskChange
from .changes import changed as changed
from .desks import NATION as NATION
from .desks import Away as Away
from .desks import Desk as Desk
from .desks import DeskBook as DeskBook
from .desks import Member as Member
from .desks import Role as Role
from .desks import Route as Route
from .escalation import Asked as Asked
from .escalation import Escalation as Escalation
from .escalation import Outcome as Outcome
from .escalation import Status as Status
from .escalation import number_of as number_of
from .hearing import By as By
from .hearing import at_desk as at_desk
from .hearing import at_time as at_time
from .hearing import by_person as by_person
from .hearing import due_at as due_at
from .worked import PERSON as PERSON
from .worked import Entry as Entry
from .worked import Post as Post
from .worked import Worked as Worked
