"""Questions to a person as both sides live them, over every pair of chat services."""
