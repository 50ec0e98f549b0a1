"""A network as a folder of CSV files: the shape of each file, and every fault with its file and row."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from shared.network import PlaceRole, TemperatureClass, read_phone

MAX_FILE_BYTES = 5 * 1024 * 1024
DOOR_CODE = "door_code"


def _callable(text: str) -> str:
    number = read_phone(text)
    if number is None:
        raise ValueError("not a phone number")
    return number


PersonId = Annotated[str, StringConstraints(pattern=r"^P[0-9]{1,6}$")]
PlaceId = Annotated[str, StringConstraints(pattern=r"^[A-EG-Z][A-Z0-9]{1,15}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
DoorCodeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
PhoneText = Annotated[str, AfterValidator(_callable)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Weekday = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ProducerRow(_Row):
    """producers.csv: a farm and the person behind it."""

    producer_id: PersonId
    name: Name
    lat: Latitude
    lon: Longitude
    commune: Note = ""
    phone: PhoneText = ""

    @property
    def farm_place_id(self) -> str:
        """The id of the farm as a place: F001 is where P001 farms."""
        return "F" + self.producer_id[1:]


class PointRow(_Row):
    """relay_points.csv: a place where goods are handed out."""

    place_id: PlaceId
    name: Name
    lat: Latitude
    lon: Longitude
    area: Note = ""


class LinkRow(_Row):
    """deliveries.csv: who delivers which family where, and how cold."""

    producer_id: PersonId
    place_id: PlaceId
    family: Name
    temperature_class: TemperatureClass


class RoleRow(_Row):
    """roles.csv: what a point is for, and who keeps it."""

    place_id: PlaceId
    role: Literal[PlaceRole.HUB, PlaceRole.RELAY, PlaceRole.LOCKER]
    keeper_id: PersonId | Literal[""] = ""
    note: Note = ""
    phone: PhoneText = ""
    door_code: DoorCodeText = ""


class CompartmentRow(_Row):
    """compartments.csv: one door of a locker bank."""

    place_id: PlaceId
    compartment: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,8}$")]
    size: Literal["S", "M", "L"]
    cold: bool
    door_code: DoorCodeText = ""


class HelperRow(_Row):
    """helpers.csv: a producer who drives rounds for others."""

    producer_id: PersonId


class SettingRow(_Row):
    """cooperative.csv: what the co-op has decided once."""

    setting: Literal["distribution_weekday", "cooperative_name"]
    value: Name

    @field_validator("value")
    @classmethod
    def is_a_weekday_where_one_is_asked(cls, value: str, told: ValidationInfo) -> str:
        """The name of the co-op, as its papers bear it, may be anything."""
        if told.data.get("setting") == "distribution_weekday" and value not in get_args(Weekday):
            raise ValueError("not a weekday")
        return value


@dataclass(frozen=True, slots=True)
class FolderFault:
    """Why a folder is refused: `row_no` as a spreadsheet numbers rows, 0 where the whole file is to blame."""

    file: str
    row_no: int
    column: str
    found: str
    reason: str


@dataclass(frozen=True, slots=True)
class NetworkFolder:
    """What the files say, checked against each other."""

    producers: tuple[ProducerRow, ...]
    points: tuple[PointRow, ...]
    links: tuple[LinkRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    compartments: tuple[CompartmentRow, ...] = ()
    helpers: tuple[HelperRow, ...] = ()
    settings: tuple[SettingRow, ...] = ()


Line = TypeVar("Line", bound=_Row)


def read_folder(folder: Path) -> NetworkFolder | tuple[FolderFault, ...]:
    """The network in a folder, or everything that is wrong with it."""
    faults: list[FolderFault] = []
    read = NetworkFolder(
        producers=_read_file(folder, "producers.csv", ProducerRow, faults, is_needed=True),
        points=_read_file(folder, "relay_points.csv", PointRow, faults, is_needed=True),
        links=_read_file(folder, "deliveries.csv", LinkRow, faults),
        roles=_read_file(folder, "roles.csv", RoleRow, faults),
        compartments=_read_file(folder, "compartments.csv", CompartmentRow, faults),
        helpers=_read_file(folder, "helpers.csv", HelperRow, faults),
        settings=_read_file(folder, "cooperative.csv", SettingRow, faults),
    )
    if not faults:
        faults = _cross_faults(read)
    return tuple(faults) if faults else read


def _read_file(
    folder: Path, name: str, row_type: type[Line], faults: list[FolderFault], *, is_needed: bool = False
) -> tuple[Line, ...]:
    path = folder / name
    if not path.is_file():
        if is_needed:
            faults.append(FolderFault(name, 0, "", "", "file_missing"))
        return ()
    text = _text(path)
    if text is None:
        faults.append(FolderFault(name, 0, "", "", "not_utf8_or_too_large"))
        return ()
    return _rows(name, text, row_type, faults)


def _text(path: Path) -> str | None:
    if path.stat().st_size > MAX_FILE_BYTES:
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _rows(name: str, text: str, row_type: type[Line], faults: list[FolderFault]) -> tuple[Line, ...]:
    records = list(csv.reader(io.StringIO(text, newline="")))
    while records and not any(records[-1]):
        records.pop()
    header = records[0] if records else []
    needed = [key for key, field in row_type.model_fields.items() if field.is_required()]
    missing = [column for column in needed if column not in header]
    if missing:
        faults.append(FolderFault(name, 1, missing[0], "", "column_missing"))
        return ()
    rows: list[Line] = []
    for row_no, cells in enumerate(records[1:], start=2):
        if len(cells) > len(header):
            # A decimal comma or a comma in a name would shift all that follows.
            shown = "" if DOOR_CODE in header else cells[len(header)]
            faults.append(FolderFault(name, row_no, "", shown, "cell_count"))
            continue
        row = _row(name, row_no, dict(zip(header, cells, strict=False)), row_type)
        if isinstance(row, FolderFault):
            faults.append(row)
        else:
            rows.append(row)
    return tuple(rows)


def _row(name: str, row_no: int, cells: Mapping[str, str], row_type: type[Line]) -> Line | FolderFault:
    try:
        return row_type.model_validate(cells)
    except ValidationError as refused:
        first = refused.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else ""
        # A code is never said again, not even a wrong one.
        found = "" if column == DOOR_CODE else str(cells.get(column, ""))
        return FolderFault(name, row_no, column, found, "value_wrong")


def _cross_faults(read: NetworkFolder) -> list[FolderFault]:
    people = {row.producer_id for row in read.producers}
    points = {row.place_id for row in read.points}
    lockers = {row.place_id for row in read.roles if row.role is PlaceRole.LOCKER}
    return [
        *_repeated("producers.csv", "producer_id", [row.producer_id for row in read.producers]),
        *_repeated("relay_points.csv", "place_id", [row.place_id for row in read.points]),
        *_unknown("deliveries.csv", "producer_id", [row.producer_id for row in read.links], people),
        *_unknown("deliveries.csv", "place_id", [row.place_id for row in read.links], points),
        *_unknown("roles.csv", "place_id", [row.place_id for row in read.roles], points),
        *_unknown("roles.csv", "keeper_id", [row.keeper_id for row in read.roles], people),
        *_unknown("compartments.csv", "place_id", [row.place_id for row in read.compartments], lockers),
        *_unknown("helpers.csv", "producer_id", [row.producer_id for row in read.helpers], people),
    ]


def _unknown(file: str, column: str, values: Sequence[str], known: Collection[str]) -> list[FolderFault]:
    return [
        FolderFault(file, row_no, column, value, "unknown_id")
        for row_no, value in enumerate(values, start=2)
        if value and value not in known
    ]


def _repeated(file: str, column: str, values: Sequence[str]) -> list[FolderFault]:
    first_at = {value: at for at, value in reversed(list(enumerate(values)))}
    return [
        FolderFault(file, at + 2, column, value, "repeated_id")
        for at, value in enumerate(values)
        if first_at[value] != at
    ]
