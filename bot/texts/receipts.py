"""A receipt in words: what was promised, and every window that was counted or skipped on the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.messages import Duration, Listed, Moment, Paragraph, Span, Value
from bot.promise import Cause, Receipt
from bot.promise.rows import Days, Row, Still, rows

from .values import Templates, day, span, worded


def receipt_paragraphs(receipt: Receipt, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """The whole receipt. Counting the rows it shows gives the same minute."""
    return tuple(_Wording(receipt, language, texts).paragraphs())


@dataclass(frozen=True, slots=True)
class _Wording:
    receipt: Receipt
    language: str
    texts: Templates

    def paragraphs(self) -> Iterator[Paragraph]:
        receipt = self.receipt
        yield from self._say("receipt.title")
        yield Paragraph((Span(" ".join(self._promised())),))
        if found := rows(receipt.lines):
            yield Paragraph(tuple(self._rows(found)))
        yield from self._end()
        yield from (Paragraph((Span(each),), "note") for each in self._happened())
        yield Paragraph((Span(" ".join(self._grounds())),), "note")

    def _promised(self) -> Iterator[str]:
        receipt = self.receipt
        yield self._plain(f"receipt.promise_{receipt.kind}", limit=receipt.limit)
        yield self._plain("receipt.anew" if receipt.anew else "receipt.asked", at=Moment(receipt.opened_at))
        if receipt.missing:
            yield self._plain("receipt.missing", needs=Listed(receipt.missing))
        if receipt.started_at and receipt.started_at > receipt.opened_at:
            yield self._plain("receipt.started", at=Moment(receipt.started_at))

    def _rows(self, found: tuple[Row, ...]) -> Iterator[Span]:
        """One row a line, those that are not counted in italics."""
        for at, row in enumerate(found):
            is_counted = isinstance(row, Days) and bool(row.minutes)
            yield Span(("\n" if at else "") + self._row(row), "" if is_counted else "italic")

    def _row(self, row: Row) -> str:
        match row:
            case Still(start, end, reason):
                values: dict[str, Value] = {"start": Moment(start), "end": Moment(end), "reason": reason}
                return self._plain("receipt.still", **values, by=reason.source)
            case Days():
                return self._days(row)
            case _:
                assert_never(row)

    def _days(self, row: Days) -> str:
        told = self._day_or_days(row)
        if row.counted:
            each = "receipt.each" if row.first != row.last else "receipt.one"
            told = self._plain(each, days=told, hours=self._hours(row.counted), duration=Duration(row.minutes))
        if row.skipped:
            key = "receipt.but" if row.counted else "receipt.skipped_hours"
            told = self._plain(key, days=told, hours=self._hours(row.skipped), reason=row.reason or "")
        elif not row.counted:
            told = self._plain("receipt.skipped", days=told, reason=row.reason or "")
        elif row.reason:
            told = self._plain("receipt.because", days=told, reason=row.reason)
        return told

    def _day_or_days(self, row: Days) -> str:
        last = day(row.last, self.texts)
        if row.first == row.last:
            return last
        same_month = (row.first.year, row.first.month) == (row.last.year, row.last.month)
        return f"{day(row.first, self.texts, short=same_month)}–{last}"

    def _hours(self, spans: tuple[tuple[int, int], ...]) -> str:
        return ", ".join(span(each, self.texts) for each in spans)

    def _end(self) -> Iterator[Paragraph]:
        """What it comes to: the date, or what is left during a pause."""
        receipt = self.receipt
        if receipt.deadline:
            yield from self._say("receipt.sum", duration=Duration(receipt.minutes), at=Moment(receipt.deadline))
        elif receipt.paused:
            pause = receipt.paused
            left, since = Duration(pause.left), Moment(pause.at)
            yield from self._say("receipt.paused", reason=pause.reason, by=pause.by, since=since, left=left)

    def _happened(self) -> Iterator[str]:
        """The small print: what has happened to the clock."""
        receipt = self.receipt
        for each in (each for each in receipt.handovers if each.at >= receipt.opened_at):
            yield self._plain("receipt.moved", to=each.to, at=Moment(each.at), used=Duration(each.used))
        if longer := receipt.extended:
            values: dict[str, Value] = {"at": Moment(longer.at), "before": Moment(longer.before)}
            yield self._plain("receipt.extended", **values, by=longer.by, reason=longer.reason)

    def _grounds(self) -> Iterator[str]:
        """What the counting stands on."""
        receipt = self.receipt
        yield self._plain(f"receipt.origin_{receipt.origin.level}", source=receipt.origin.source)
        reasons = [line.reason for line in receipt.lines if line.reason and line.reason.cause is not Cause.PAUSED]
        if sources := dict.fromkeys(reason.source for reason in reasons if reason.source):
            yield self._plain("receipt.sources", sources=Listed(tuple(sources)))

    def _say(self, key: str, **values: Value) -> tuple[Paragraph, ...]:
        return self.texts[key].fill(self._worded(values))

    def _plain(self, key: str, **values: Value) -> str:
        return self.texts[key].plain(self._worded(values))

    def _worded(self, values: dict[str, Value]) -> dict[str, str]:
        return {name: worded(value, self.language, self.texts) for name, value in values.items()}
