"""Företagslots: the service that listens on the channels, answers, and remembers."""
