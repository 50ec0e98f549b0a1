"""Looking at a file before anything is written: read, interpreted, compared with what is in force."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.imports import queries
from sync_server.imports.cycles import CycleDays, day_in_file_name
from sync_server.imports.decode import decode
from sync_server.imports.faults import FileRefused
from sync_server.imports.interpret import Answers, Interpreted, interpret
from sync_server.imports.kept_copy import kept_copy
from sync_server.imports.layouts import Source
from sync_server.imports.line_changes import ChangedLine, line_changes
from sync_server.imports.naming import AliasKind, name_book
from sync_server.imports.older_export import OlderExport, older_exports
from sync_server.imports.order_lines import ReadOrders, read_orders
from sync_server.imports.past_scopes import SeenBefore, seen_before
from sync_server.imports.preview import (
    Overlap,
    Preview,
    ScopeChange,
    ScopeState,
    amount_changes,
    order_count,
    scope_changes,
    touched_days,
)
from sync_server.imports.queries import ScopeInForce
from sync_server.imports.scope_content import ScopeContent, contents
from sync_server.imports.sheet import Sheet, read_sheet
from sync_server.network.queries import places_by_id, producers_by_id, setting

MOST_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Asking:
    """What comes with a file: its name, the days of its cycles, and whether it holds whole cycles.

    `day_for_one` is also the day, and `place_id` the place, of a file whose rows name none.
    """

    file_name: str
    raw: bytes
    day_by_cycle: Mapping[str, date] = field(default_factory=dict[str, date])
    day_for_one: date | None = None
    is_whole_cycle: bool = False
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read, what it would change, and what confirming needs; nothing is written yet."""

    preview: Preview
    is_whole_cycle: bool
    after: Mapping[str, ScopeContent]
    before: Mapping[str, ScopeInForce]
    kept: bytes

    @property
    def fingerprint(self) -> str:
        """What somebody looked at: another one since means that what would be confirmed is not that."""
        scopes = [
            (
                key,
                self.before[key].content_sha256 if key in self.before else "",
                self.after[key].content_sha256 if key in self.after else "",
            )
            for key in sorted({*self.before, *self.after})
        ]
        said = [self.preview.sha256, scopes, self.preview.days, len(self.preview.rejects)]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


def prepare(session: Session, asking: Asking) -> Prepared | FileRefused:
    """Reads a file and compares it with what is in force."""
    sheet = _sheet(asking.raw)
    if isinstance(sheet, FileRefused):
        return sheet
    read = read_orders(sheet)
    if isinstance(read, FileRefused):
        return read
    interpreted = _interpret(session, read, asking)
    after = contents(interpreted.lines)
    groups = {content.group_key for content in after.values()}
    before = queries.scopes_of_groups(session, read.source, groups)
    preview = _preview(session, asking, read, interpreted, (after, before))
    return Prepared(preview, asking.is_whole_cycle, after, before, kept_copy(sheet))


def is_place_of_orders(session: Session, place_id: str) -> bool:
    """Whether orders may be for this place: any of ours but a farm."""
    place = places_by_id(session).get(place_id)
    return place is not None and place.role != PlaceRole.FARM


def _sheet(raw: bytes) -> Sheet | FileRefused:
    text = decode(raw)
    return text if isinstance(text, FileRefused) else read_sheet(text)


def _interpret(session: Session, read: ReadOrders, asking: Asking) -> Interpreted:
    producers = {key: row.name for key, row in producers_by_id(session).items()}
    places = {key: row.name for key, row in places_by_id(session).items() if row.role != PlaceRole.FARM}
    remembered = queries.aliases(session, AliasKind.CYCLE)
    days = CycleDays(
        by_name=asking.day_by_cycle,
        for_one=asking.day_for_one,
        remembered={cycle: date.fromisoformat(day) for cycle, day in remembered.items()},
        weekday=setting(session, "distribution_weekday"),
        in_file_name=day_in_file_name(asking.file_name) if read.source is Source.CAMAP else None,
    )
    answers = Answers(days, asking.place_id, queries.last_place_of(session, read.source))
    return interpret(
        read,
        name_book(producers, queries.aliases(session, AliasKind.PRODUCER)),
        name_book(places, queries.aliases(session, AliasKind.PLACE)),
        answers,
    )


def _preview(
    session: Session,
    asking: Asking,
    read: ReadOrders,
    interpreted: Interpreted,
    scopes: tuple[Mapping[str, ScopeContent], Mapping[str, ScopeInForce]],
) -> Preview:
    after, before = scopes
    lines = interpreted.lines
    replaced = [scope.id for key, scope in before.items() if key in after or asking.is_whole_cycle]
    in_force = queries.amounts_of_scopes(session, replaced)
    by_producer, by_place = amount_changes(lines, in_force)
    changes = scope_changes(after, before)
    pairs = {(line.place_id, line.pickup_date) for line in lines}
    others = queries.other_scopes_at(session, pairs, replaced)
    differing = _line_changes(session, asking, changes, scopes)
    seen = _seen_before(session, read.source, changes, after)
    return Preview(
        file_name=_clean_name(asking.file_name),
        sha256=sha256(asking.raw).hexdigest(),
        source=read.source,
        order_count=order_count(lines),
        line_count=len(lines),
        amount_ttc_cents=sum(line.read.amount_ttc_cents for line in lines),
        days=tuple(sorted({line.pickup_date for line in lines})),
        total_row_count=read.total_row_count,
        scopes=changes,
        by_producer=by_producer,
        by_place=by_place,
        overlaps=tuple(Overlap(*other) for other in others),
        rejects=interpreted.rejects,
        questions=interpreted.questions,
        line_changes=differing,
        seen_before=seen,
        older=_older(session, asking, (changes, {each.scope_key for each in seen}), scopes, differing),
        touched_days=touched_days(lines, in_force),
    )


def _line_changes(
    session: Session,
    asking: Asking,
    changes: Sequence[ScopeChange],
    scopes: tuple[Mapping[str, ScopeContent], Mapping[str, ScopeInForce]],
) -> tuple[ChangedLine, ...]:
    after, before = scopes
    replaced = {ScopeState.CHANGED, ScopeState.ABSENT} if asking.is_whole_cycle else {ScopeState.CHANGED}
    keys = [change.scope_key for change in changes if change.state in replaced]
    if not keys:
        return ()
    lines = [line for key in keys if key in after for line in after[key].lines]
    return line_changes(lines, queries.lines_in_force(session, [before[key].id for key in keys]))


def _seen_before(
    session: Session, source: Source, changes: Sequence[ScopeChange], after: Mapping[str, ScopeContent]
) -> tuple[SeenBefore, ...]:
    changed = [change.scope_key for change in changes if change.state is ScopeState.CHANGED]
    return tuple(seen_before(session, source, [(key, after[key].content_sha256) for key in changed]))


def _older(
    session: Session,
    asking: Asking,
    about: tuple[Sequence[ScopeChange], Collection[str]],
    scopes: tuple[Mapping[str, ScopeContent], Mapping[str, ScopeInForce]],
    differing: Sequence[ChangedLine],
) -> tuple[OlderExport, ...]:
    changes, seen = about
    changed = [
        each.scope_key for each in changes if each.state is ScopeState.CHANGED and each.scope_key not in seen
    ]
    names = queries.names_of_imports(session, {scopes[1][key].import_id for key in changed})
    return older_exports(changed, scopes, differing, asking.file_name, names)


def _clean_name(file_name: str) -> str:
    """The file's own name without folders and unprintable characters."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable())[:MOST_NAME_CHARACTERS] or "import.csv"
