"""Who shares one phone: a store for each person, and whose turn it is, in a small file above the stores."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mobile.store.folders import make_folder, write_small_file

PERSONS_MAX = 8


@dataclass(frozen=True, slots=True)
class Roster:
    """Folders of stores, in the order people joined; `current` is one of them."""

    profiles: tuple[str, ...]
    current: str


class _RosterFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    profiles: tuple[str, ...]
    current: str


def read_roster(folder: Path, base: str) -> Roster:
    """The people of the phone whose first store is `base`; that one alone where nothing else is known.

    Stores that joined are found by their folders too: a lost file loses nobody's facts from sight.
    """
    joined = sorted(path.name for path in folder.glob(f"{base}--[0-9]") if path.is_dir())
    found = [base, *joined]
    try:
        kept = _RosterFile.model_validate_json(_path(folder, base).read_bytes())
    except (OSError, ValidationError):
        return Roster(tuple(found), base)
    profiles = tuple(dict.fromkeys([*(each for each in kept.profiles if each in found), *found]))
    return Roster(profiles, kept.current if kept.current in profiles else base)


def write_roster(folder: Path, base: str, roster: Roster) -> None:
    """Keep it, all of it or what was there before."""
    make_folder(folder)
    content = {"profiles": list(roster.profiles), "current": roster.current}
    write_small_file(_path(folder, base), json.dumps(content).encode())


def next_profile(roster: Roster, base: str) -> str | None:
    """The folder of one more person; None where there is no room."""
    free = (f"{base}--{number}" for number in range(2, PERSONS_MAX + 1))
    return next((each for each in free if each not in roster.profiles), None)


def _path(folder: Path, base: str) -> Path:
    return folder / f"{base}.people.json"
