"""Signs that a file is an older export than what is in force, though it was never imported itself.

Whatever was exported last should win; nothing in a file says so for certain, so each sign is a question.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sync_server.imports.interpret import OrderedLine
from sync_server.imports.line_changes import ChangedLine, LineChange
from sync_server.imports.queries import ScopeInForce
from sync_server.imports.scope_content import ScopeContent

# Open Food Network ends the name of a file with the day it was asked for.
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_]?(0[1-9]|1[0-2])[-_]?([0-2][0-9]|3[01])(?![0-9])")


class OlderSign(StrEnum):
    """What makes a file look older, the surest first."""

    # The newest order of the file was placed before the newest one in force.
    ORDERS = "orders"
    # The day in the file's name is before the one in the other's.
    NAME = "name"
    # Lines go, and none comes or changes: orders are placed between two exports, seldom only withdrawn.
    ONLY_REMOVES = "only-removes"


@dataclass(frozen=True, slots=True)
class OlderExport:
    """A scope for which the file looks older: what it says here, and what is said in force.

    Orders are ISO minutes, names ISO days; where lines only go, `here` is how many.
    """

    scope_key: str
    sign: OlderSign
    here: str
    in_force: str


def older_exports(
    keys: Iterable[str],
    scopes: tuple[Mapping[str, ScopeContent], Mapping[str, ScopeInForce]],
    changes: Collection[ChangedLine],
    file_name: str,
    names_in_force: Mapping[int, str],
) -> tuple[OlderExport, ...]:
    """The surest sign of each of these scopes, by key; `scopes` are those of the file and those in force."""
    after, before = scopes
    found: list[OlderExport] = []
    for key in sorted(keys):
        orders = newest_order(after[key].lines), before[key].latest_order_at
        days = day_in_name(file_name), day_in_name(names_in_force.get(before[key].import_id, ""))
        kinds = [change.change for change in changes if change.scope_key == key]
        if orders[0] and orders[1] and orders[0] < orders[1]:
            found.append(OlderExport(key, OlderSign.ORDERS, orders[0], orders[1]))
        elif days[0] and days[1] and days[0] < days[1]:
            found.append(OlderExport(key, OlderSign.NAME, days[0], days[1]))
        elif kinds and set(kinds) == {LineChange.REMOVED} and not (orders[0] and orders[1]):
            found.append(OlderExport(key, OlderSign.ONLY_REMOVES, str(len(kinds)), ""))
    return tuple(found)


def newest_order(lines: Iterable[OrderedLine]) -> str | None:
    """When the newest of these orders was placed, None where the export does not say."""
    return max((line.read.ordered_at for line in lines if line.read.ordered_at), default=None)


def day_in_name(file_name: str) -> str | None:
    """The last day that stands in a file's name, as ISO text."""
    found = _DAY_IN_NAME.findall(file_name)
    return "-".join(found[-1]) if found else None
