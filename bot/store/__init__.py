"""What is remembered. The only SQL of the project.

`open_store(url)` → `Store`; `store.write(work)` runs `work(tables)` in one transaction.
"""

from .opening import StoreError, lock, open_store, store_path
from .organising_table import DigestRow
from .records import (
    GONE,
    DeskCode,
    FeedbackCount,
    InboxRow,
    Lane,
    LogLine,
    MatterRow,
    OutboxRow,
    RecordLine,
    Status,
    milliseconds,
)
from .search import Search
from .sqlite import Store
from .tables import Tables

__all__ = [
    "GONE",
    "DeskCode",
    "DigestRow",
    "FeedbackCount",
    "InboxRow",
    "Lane",
    "LogLine",
    "MatterRow",
    "OutboxRow",
    "RecordLine",
    "Search",
    "Status",
    "Store",
    "StoreError",
    "Tables",
    "lock",
    "milliseconds",
    "open_store",
    "store_path",
]
