"""What the owners of entries are asked: does this still hold, somebody says it is wrong, what should it say? Pure."""

from .around import Around as Around
from .around import By as By
from .cards import shown_part as shown_part
from .hearing import at_desk as at_desk
from .hearing import opened as opened
from .hearing import reported as reported
from .matter import Cause as Cause
from .matter import Matter as Matter
from .matter import Outcome as Outcome
from .matter import Pen as Pen
from .matter import Report as Report
from .matter import ReportedPart as ReportedPart
from .matter import matter_of as matter_of
from .stewards import answerer as answerer
from .stewards import is_behind_all as is_behind_all
from .stewards import may_change as may_change
from .stewards import next_steward as next_steward
from .stewards import steward as steward
from .worked import Worked as Worked
