"""The whole of a case, to be read: as words, as a page, as JSON; and what all cases together came to."""
