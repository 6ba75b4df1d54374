"""Keys that we made for ourselves."""

import secrets

from .queries import Queries


class KeyTable(Queries):
    """Keys by what they are for."""

    def key(self, name: str) -> str:
        """The key with a name, made when it is first asked for: 256 bits of chance."""
        self._change("INSERT OR IGNORE INTO keys (name, key) VALUES (?, ?)", name, secrets.token_hex(32))
        return str(self._rows("SELECT key FROM keys WHERE name = ?", name)[0]["key"])
