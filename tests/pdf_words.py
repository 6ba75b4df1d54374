"""Reads the words back out of a PDF of ours, page by page, through the maps that a reader's search goes by."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj|([\d.]+) ([\d.]+) ([\d.-]+) ([\d.-]+) re", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    """A PDF as a reader sees it."""

    def __init__(self, content: bytes) -> None:
        self._objects = {int(number): body for number, body in _OBJECT.findall(content)}
        self._fonts: dict[bytes, dict[int, str]] = {}
        for body in self._objects.values():
            for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
                self._fonts[name] = self._map(int(number))
        self.pages = [self._page(body) for body in self._objects.values() if b"/Type /Page\n" in body]
        """The words of each page, one shown run of letters a line."""
        self.links = [url.decode() for body in self._objects.values() for url in re.findall(rb"/URI \((.*?)\)", body)]

    @property
    def words(self) -> str:
        """All words with single spaces."""
        return " ".join(" ".join(self.pages).split())

    def rectangles(self) -> list[tuple[float, float, float, float]]:
        """Left, top, width and height of what is filled, in points from the foot of the first page."""
        found = _SHOWN.findall(self._stream(next(b for b in self._objects.values() if b"/Type /Page\n" in b)))
        return [(float(a), float(b), float(c), float(d)) for *_, a, b, c, d in found if a]

    def _map(self, font: int) -> dict[int, str]:
        number = re.search(rb"/ToUnicode (\d+)", self._objects[font])
        assert number
        listed = _STREAM.search(self._objects[int(number[1])])
        assert listed
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", listed[1], re.IGNORECASE)
        return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in pairs}

    def _stream(self, page: bytes) -> bytes:
        number = re.search(rb"/Contents (\d+)", page)
        assert number
        packed = _STREAM.search(self._objects[int(number[1])])
        assert packed
        return zlib.decompress(packed[1])

    def _page(self, page: bytes) -> str:
        lines, font = [], b""
        for name, shown, *_ in _SHOWN.findall(self._stream(page)):
            if name:
                font = name
            elif shown:
                plain = re.sub(rb"\\(.)", lambda each: _ESCAPES.get(each[1], each[1]), shown, flags=re.DOTALL)
                codes = [int.from_bytes(plain[at : at + 2]) for at in range(0, len(plain), 2)]
                lines.append("".join(self._fonts[font][code] for code in codes))
        return "\n".join(lines)
