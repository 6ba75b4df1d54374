"""What can have a door, by the ids that files, intents, reports and tests use."""

TOPICS = (
    "procurement.register",
    "procurement.tenders",
    "procurement.dialogue",
    "school.collaborate",
    "school.internship",
    "centre.association",
    "business.contact",
    "business.visit",
    "permits",
    "premises",
    "start",
    "funding",
    "programme",
    "skills",
    "invoice",
    "council",
    "complaint",
    "service_guarantee",
    "collaboration",
    "events",
)
"""Every topic that can have a door."""

PERMITS = (
    "permits.building",
    "permits.alcohol",
    "permits.food",
    "permits.seating",
    "permits.market",
    "permits.tobacco",
    "permits.hygiene",
    "permits.environment",
)
"""Sub-topics of `permits`; an entry may use one in place of its topic."""


TALK_TOPICS = ("privacy",)
"""What holds for the talk itself: facts with sources, but no door."""
