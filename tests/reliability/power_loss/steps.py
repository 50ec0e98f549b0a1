"""What a program did to a folder, as the kernel saw it: the system calls of a traced run, step by step."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

REPOSITORY = Path(__file__).parents[3]
NO_STRACE = "strace (Debian: apt-get install strace) records what the phone asks of the kernel"
_CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,ftruncate,"
    "truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,mkdir,mkdirat,rmdir,"
    "copy_file_range,sendfile,mmap"
)
_LINE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)")
_ARGUMENT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|([^,\s][^,]*)')


@dataclass(frozen=True, slots=True)
class Made:
    """A new file under a name."""

    path: str
    file: int


@dataclass(frozen=True, slots=True)
class MadeFolder:
    """A new folder."""

    path: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes handed to the kernel: not on the disk before the next flush of that file."""

    file: int
    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A new size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Flushed:
    """Everything written to that file is on the disk."""

    file: int


@dataclass(frozen=True, slots=True)
class FlushedFolder:
    """The names in that folder are on the disk."""

    path: str


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A name taken away."""

    path: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name changed, over whatever had it."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the program answered to a person: from here on it must hold."""

    text: str


Step = Made | MadeFolder | Wrote | Cut | Flushed | FlushedFolder | Unlinked | Renamed | Told


class UnexpectedCall(AssertionError):
    """A way to write that this reader does not know: it must learn it before it may judge."""


def find_strace() -> str | None:
    """The tracer, where this machine has one."""
    return shutil.which("strace")


def trace(program: list[str], root: Path, told: Path, files: Mapping[str, int]) -> list[Step]:
    """Runs a Python module and reads what it did under `root`; `files` are those already there.

    What it appends to the file `told`, outside of `root`, becomes `Told` steps.
    """
    strace, record = find_strace(), told.with_suffix(".trace")
    assert strace is not None, NO_STRACE
    command = [
        strace,
        "-xx",
        "-s",
        str(2**25),
        "-e",
        f"trace={_CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(record),
    ]
    run = subprocess.run(
        [*command, sys.executable, "-m", *program],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    reader = _Reader(str(root), str(told), dict(files), max(files.values(), default=0))
    with record.open(encoding="ascii") as lines:
        steps = list(reader.steps(lines))
    record.unlink()
    return steps


@dataclass(slots=True)
class _Open:
    file: int | None
    path: str
    at: int = 0


@dataclass(slots=True)
class _Reader:
    root: str
    told: str
    files: dict[str, int]
    made: int
    opened: dict[int, _Open] = field(default_factory=dict[int, _Open])
    scratch: list[str] = field(default_factory=list[str])

    def steps(self, lines: Iterable[str]) -> Iterator[Step]:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            call, answer = found[1], int(found[3], 0)
            if answer >= 0:
                arguments = [_text(each) for each in _ARGUMENT.finditer(found[2])]
                yield from self._step(call, arguments, answer)

    def _step(self, call: str, arguments: list[bytes], answer: int) -> Iterator[Step]:
        match call:
            case "openat" | "open" | "creat":
                yield from self._open(arguments[1:] if call == "openat" else arguments, answer)
            case "close":
                self.opened.pop(int(arguments[0]), None)
            case "write" | "pwrite64":
                yield from self._write(arguments, answer)
            case "fsync" | "fdatasync":
                yield from self._flush(int(arguments[0]))
            case "ftruncate":
                file = self._file(int(arguments[0]))
                if file is not None:
                    yield Cut(file, int(arguments[1]))
            case "unlink" | "rename" | "mkdir":
                yield from self._change_names(call, [each.decode() for each in arguments])
            case "mmap":
                self._refuse_writable_map(arguments)
            case _:
                # Copying out of a file only reads it.
                self._refuse(call, arguments[:1] if call == "sendfile" else arguments)

    def _open(self, arguments: list[bytes], descriptor: int) -> Iterator[Step]:
        path, flags = arguments[0].decode(), b" ".join(arguments[1:])
        if path == self.told:
            self.opened[descriptor] = _Open(None, path)
        name = self._name(path)
        if name is None:
            return
        if b"O_CREAT" in flags and name not in self.files:
            self.made += 1
            self.files[name] = self.made
            yield Made(name, self.made)
        file = self.files.get(name)
        self.opened[descriptor] = _Open(file, path)
        if b"O_TRUNC" in flags and file is not None:
            yield Cut(file, 0)

    def _write(self, arguments: list[bytes], written: int) -> Iterator[Step]:
        known = self.opened.get(int(arguments[0]))
        if known is None:
            return
        content = arguments[1][:written]
        if known.path == self.told:
            yield Told(content.decode())
            return
        assert known.file is not None
        at = int(arguments[3]) if len(arguments) > 3 else known.at
        if len(arguments) == 3:
            known.at += written
        yield Wrote(known.file, at, content)

    def _flush(self, descriptor: int) -> Iterator[Step]:
        known = self.opened.get(descriptor)
        if known is None:
            return
        if known.file is None:
            yield FlushedFolder(self._name(known.path) or "")
        else:
            yield Flushed(known.file)

    def _change_names(self, call: str, paths: list[str]) -> Iterator[Step]:
        if call == "mkdir" and PurePosixPath(paths[0]).name.startswith(tempfile.gettempprefix()):
            self.scratch.append(paths[0])
        name = self._name(paths[0])
        if name is None:
            return
        if call == "mkdir":
            yield MadeFolder(name)
        elif call == "unlink":
            del self.files[name]
            yield Unlinked(name)
        else:
            new = self._name(paths[1])
            assert new is not None
            self.files[new] = self.files.pop(name)
            yield Renamed(name, new)

    def _refuse_writable_map(self, arguments: list[bytes]) -> None:
        """The index of the write-ahead log is shared memory, made anew by whoever opens first."""
        known = self.opened.get(int(arguments[4])) if arguments[4].isdigit() else None
        writable = b"PROT_WRITE" in arguments[2] and b"MAP_SHARED" in arguments[3]
        if known is not None and writable and not known.path.endswith("-shm"):
            raise UnexpectedCall(f"mmap {known.path}")

    def _refuse(self, call: str, arguments: list[bytes]) -> None:
        ours = [each for each in arguments if each.isdigit() and int(each) in self.opened]
        if ours or any(self._name(each.decode(errors="replace")) is not None for each in arguments):
            raise UnexpectedCall(f"{call} {arguments[0]!r}")

    def _file(self, descriptor: int) -> int | None:
        known = self.opened.get(descriptor)
        return known.file if known else None

    def _name(self, path: str) -> str | None:
        """The path below the root; "" is the root itself. What stands in a scratch folder is nobody's."""
        if path == self.root:
            return ""
        if any(path == scratch or path.startswith(f"{scratch}/") for scratch in self.scratch):
            return None
        return str(PurePosixPath(path).relative_to(self.root)) if path.startswith(f"{self.root}/") else None


def _text(argument: re.Match[str]) -> bytes:
    if argument[1] is not None:
        return bytes.fromhex(argument[1].replace("\\x", ""))
    return argument[2].encode()
