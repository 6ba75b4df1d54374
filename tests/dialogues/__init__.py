"""Transcripts, how they are read, and the worlds they are played in."""
