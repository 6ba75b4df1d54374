"""What is true? Files of facts in, an `Atlas` out. Knows nothing of bot or intents."""

from .atlas import Atlas, Door, Name
from .documents import KnowledgeError, Problem
from .entries import (
    PERMITS,
    TOPICS,
    Contact,
    EntryPoint,
    Level,
    Link,
    Municipality,
    Organisation,
    Region,
    Role,
    Rule,
    RuleStatus,
    Standing,
    Wording,
    host_of,
)
from .loading import load_atlas

__all__ = [
    "PERMITS",
    "TOPICS",
    "Atlas",
    "Contact",
    "Door",
    "EntryPoint",
    "KnowledgeError",
    "Level",
    "Link",
    "Municipality",
    "Name",
    "Organisation",
    "Problem",
    "Region",
    "Role",
    "Rule",
    "RuleStatus",
    "Standing",
    "Wording",
    "host_of",
    "load_atlas",
]
