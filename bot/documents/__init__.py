"""Files made of words: the end of a file's name says which sort. Libraries are loaded when one is made.

The same recipe gives the same bytes, so that what is sent again is the same file.
"""

from bot.files import Recipe

from .markdown import markdown


def make(name: str, recipe: Recipe) -> bytes:
    """The file of a recipe. Raises ValueError for a sort that cannot be made."""
    end = name.rpartition(".")[2].casefold()
    match end:
        case "md" | "txt":
            return markdown(recipe.words).encode("utf-8", "replace")
        case _:
            raise ValueError(f"no file is made that ends in .{end}")


__all__ = ["make", "markdown"]
