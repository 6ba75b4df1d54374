"""The collaboration guide in the talk: its beginning, its answers, its buttons."""
