"""The way to a person: what is passed on and to whom, and the talk while somebody has the question."""
