"""Files being looked at before an import is confirmed: in memory only, half an hour, a few at a time."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

PENDING_MAX = 12
# Somebody who looks at many files makes none of another's go.
PENDING_MAX_EACH = 3
PENDING_LIFE_MS = 30 * 60_000


@dataclass(frozen=True, slots=True)
class PendingImport:
    """A file as received, whose it is, and the days answered. It may name customers: never on disk."""

    id: str
    coordinator_id: str
    name: str
    raw: bytes
    put_ms: int
    day_by_cycle: Mapping[str, date] = field(default_factory=dict[str, date])
    # Of a file whose rows name none.
    day: date | None = None
    place_id: str | None = None


class PendingImports:
    """The files being looked at in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: OrderedDict[str, PendingImport] = OrderedDict()

    def put(self, file: PendingImport) -> None:
        """Keeps a file; the oldest of the same coordinator makes room, then the oldest of all."""
        with self._lock:
            self._files[file.id] = file
            own = [id_ for id_, kept in self._files.items() if kept.coordinator_id == file.coordinator_id]
            for old_id in own[:-PENDING_MAX_EACH]:
                del self._files[old_id]
            while len(self._files) > PENDING_MAX:
                self._files.popitem(last=False)

    def get(self, file_id: str, coordinator_id: str, now_ms: int) -> PendingImport | None:
        """The file while it is kept, for the coordinator who brought it."""
        with self._lock:
            for old_id in [
                id_ for id_, file in self._files.items() if now_ms - file.put_ms > PENDING_LIFE_MS
            ]:
                del self._files[old_id]
            file = self._files.get(file_id)
        return file if file is not None and file.coordinator_id == coordinator_id else None

    def answer_cycle(self, file: PendingImport, cycle: str, day: date) -> None:
        """Remembers the distribution day said for a cycle of a file."""
        self.put(replace(file, day_by_cycle={**file.day_by_cycle, cycle: day}))

    def answer_file(self, file: PendingImport, day: date | None, place_id: str | None) -> None:
        """Remembers the day or the place said for a file as a whole."""
        self.put(replace(file, day=day or file.day, place_id=place_id or file.place_id))
