"""The distribution day of an order cycle: said by the coordinator, or derived where the co-op decided how."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_EXPORT_NAME = re.compile(r"Export-commandes-(20[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])", re.IGNORECASE)
_WEEK = re.compile(r"(?:semaine|week|sem\.?|s|w) ?([0-9]{1,2}) ?[-–/ ] ?(20[0-9]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CycleDays:
    """What is known of the days of cycles, from the surest: said now by name, said now for the file's only
    cycle left, said at an earlier import, derived from the co-op's weekday if it has decided one."""

    by_name: Mapping[str, date] = field(default_factory=dict[str, date])
    for_one: date | None = None
    remembered: Mapping[str, date] = field(default_factory=dict[str, date])
    weekday: str | None = None
    # The day that the name of the file tells, where the platform puts it there.
    in_file_name: date | None = None

    @property
    def of_file(self) -> date | None:
        """The day of a file that knows neither days nor cycles: said now, else told by its name."""
        return self.for_one or self.in_file_name

    def settle(self, cycles: Collection[str]) -> dict[str, date]:
        """The day of each cycle; one that must be asked is left out."""
        unsaid = [cycle for cycle in cycles if cycle not in self.by_name]
        # One day said for several cycles would put one of them on a wrong day.
        for_one = {unsaid[0]: self.for_one} if self.for_one and len(unsaid) == 1 else {}
        settled: dict[str, date] = {}
        for cycle in cycles:
            day = self.by_name.get(cycle) or for_one.get(cycle) or self.remembered.get(cycle)
            day = day or (day_in_week(cycle, self.weekday) if self.weekday else None)
            if day is not None:
                settled[cycle] = day
        return settled


def day_in_file_name(file_name: str) -> date | None:
    """The day in a name such as `Export-commandes-2026-11-06-CAMAP.csv`."""
    match = _EXPORT_NAME.search(file_name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def day_in_week(cycle: str, weekday: str) -> date | None:
    """The given weekday of the ISO week that a cycle's name tells, such as « Semaine 45 - 2026 »."""
    match = _WEEK.search(cycle)
    if match is None:
        return None
    try:
        return date.fromisocalendar(int(match[2]), int(match[1]), WEEKDAYS.index(weekday) + 1)
    except ValueError:
        return None
