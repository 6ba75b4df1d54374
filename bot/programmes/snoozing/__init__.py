"""Putting off in one's own words: `when` reads them."""

from .periods import Rule, Why
from .when import Answer, Stop, Unclear, When, when

__all__ = ["Answer", "Rule", "Stop", "Unclear", "When", "Why", "when"]
