"""What a disk may hold after a power cut: what was flushed, and any part of what was not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from random import Random

from tests.reliability.power_loss.steps import (
    Cut,
    Flushed,
    FlushedFolder,
    Made,
    MadeFolder,
    Renamed,
    Step,
    Told,
    Unlinked,
    Wrote,
)

SECTORS = (512, 4096)
FOLDER = -1
Image = dict[str, bytes | None]


class Fate(StrEnum):
    """What became of the writes and names that no flush had covered when the power went."""

    ALL_KEPT = "all_kept"
    ALL_LOST = "all_lost"
    ONE_LOST = "one_lost"
    ONE_KEPT = "one_kept"
    SUBSET = "subset"
    TORN = "torn"
    TORN_OVER_RUBBISH = "torn_over_rubbish"


@dataclass(slots=True)
class _File:
    flushed: bytearray = field(default_factory=bytearray)
    pending: list[Wrote | Cut] = field(default_factory=list[Wrote | Cut])


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of names: each path with what it then names, or None; all of it or nothing."""

    changes: tuple[tuple[str, int | None], ...]


@dataclass(slots=True)
class Disk:
    """Files and names as flushed, with what is pending beside them, after some steps of a program.

    Names are as strict as POSIX lets them be: flushing a file flushes no name, a name is on the disk
    once its folder was flushed.
    """

    files: dict[int, _File] = field(default_factory=dict[int, _File])
    names: dict[str, int] = field(default_factory=dict[str, int])
    now: dict[str, int] = field(default_factory=dict[str, int])
    pending_names: list[_Naming] = field(default_factory=list[_Naming])

    @classmethod
    def holding(cls, image: Image) -> tuple["Disk", dict[str, int]]:
        """A disk on which an image is flushed, and the number of each of its files."""
        disk, numbers = cls(), dict[str, int]()
        for number, (path, content) in enumerate(sorted(image.items()), start=1):
            disk.names[path] = disk.now[path] = FOLDER if content is None else number
            if content is not None:
                numbers[path] = number
                disk.files[number] = _File(bytearray(content))
        return disk, numbers

    def take(self, step: Step) -> None:
        """One more step was done when the power goes."""
        match step:
            case Made(path, file):
                self.files[file] = _File()
                self._name(((path, file),))
            case MadeFolder(path):
                self._name(((path, FOLDER),))
            case Unlinked(path):
                self._name(((path, None),))
            case Renamed(old, new):
                self._name(((new, self.now[old]), (old, None)))
            case Wrote(file) | Cut(file):
                self.files[file].pending.append(step)
            case Flushed(file):
                held = self.files[file]
                for each in held.pending:
                    _apply(held.flushed, each)
                held.pending.clear()
            case FlushedFolder(path):
                self._flush_names(path)
            case Told():
                pass

    @property
    def is_settled(self) -> bool:
        """Whether nothing is pending: then there is only one image."""
        return not self.pending_names and not any(held.pending for held in self.files.values())

    def pending_paths(self) -> set[str]:
        """The files with bytes that are not on the disk yet, or that stand there without their name."""
        renamed = {path for naming in self.pending_names for path, _ in naming.changes}
        held = {path: self.files[file] for path, file in self.now.items() if file != FOLDER}
        written = {
            path for path, file in held.items() if any(isinstance(each, Wrote) for each in file.pending)
        }
        return written | {path for path in renamed & set(held) if held[path].flushed}

    def image(self, fate: Fate, chance: Random) -> Image:
        """The files that the next start finds, if the unflushed had this fate."""
        names = dict(self.names)
        pending = [each for held in self.files.values() for each in held.pending]
        kept = _kept(fate, len(pending) + len(self.pending_names), chance)
        kept_names, kept_data = kept[: len(self.pending_names)], kept[len(self.pending_names) :]
        for naming, is_kept in zip(self.pending_names, kept_names, strict=True):
            if is_kept:
                _rename(names, naming)
        contents = {file: bytearray(self.files[file].flushed) for file in names.values() if file != FOLDER}
        for each, is_kept in zip(pending, kept_data, strict=True):
            if each.file in contents:
                _suffer(contents[each.file], each, fate, chance, is_kept=is_kept)
        return {
            path: None if file == FOLDER else bytes(contents[file])
            for path, file in names.items()
            if all(str(folder) in names for folder in list(PurePosixPath(path).parents)[:-1])
        }

    def _name(self, changes: tuple[tuple[str, int | None], ...]) -> None:
        naming = _Naming(changes)
        self.pending_names.append(naming)
        _rename(self.now, naming)

    def _flush_names(self, folder: str) -> None:
        left: list[_Naming] = []
        for naming in self.pending_names:
            if any(_folder_of(path) == folder for path, _ in naming.changes):
                _rename(self.names, naming)
            else:
                left.append(naming)
        self.pending_names = left


def _folder_of(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def _rename(names: dict[str, int], naming: _Naming) -> None:
    for path, file in naming.changes:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _apply(content: bytearray, change: Wrote | Cut) -> None:
    match change:
        case Wrote(_, at, written):
            if at > len(content):
                content.extend(bytes(at - len(content)))
            content[at : at + len(written)] = written
        case Cut(_, size):
            del content[size:]
            content.extend(bytes(size - len(content)))


def _kept(fate: Fate, count: int, chance: Random) -> list[bool]:
    match fate:
        case Fate.ALL_KEPT:
            return [True] * count
        case Fate.ALL_LOST:
            return [False] * count
        case Fate.ONE_LOST | Fate.ONE_KEPT:
            one = chance.randrange(max(1, count))
            return [(index == one) is (fate is Fate.ONE_KEPT) for index in range(count)]
        case Fate.SUBSET | Fate.TORN | Fate.TORN_OVER_RUBBISH:
            share = chance.random()
            return [chance.random() < share for _ in range(count)]


def _suffer(content: bytearray, change: Wrote | Cut, fate: Fate, chance: Random, *, is_kept: bool) -> None:
    """Keep or lose one write; torn, each sector has its own luck, and rubbish may stand in its room."""
    if fate not in (Fate.TORN, Fate.TORN_OVER_RUBBISH) or isinstance(change, Cut) or chance.random() < 0.5:
        if is_kept:
            _apply(content, change)
        return
    sector = chance.choice(SECTORS)
    if fate is Fate.TORN_OVER_RUBBISH:
        missing = change.at + len(change.content) - len(content)
        content.extend(chance.randbytes(max(0, missing)))
    for start, piece in _sectors(change, sector):
        if chance.random() < 0.5:
            _apply(content, Wrote(change.file, start, piece))


def _sectors(change: Wrote, sector: int) -> Iterator[tuple[int, bytes]]:
    at, end = change.at, change.at + len(change.content)
    while at < end:
        until = min(end, (at // sector + 1) * sector)
        yield at, change.content[at - change.at : until - change.at]
        at = until
