"""Files between the app and the rest of the phone: one given out, one chosen by the person."""

import logging
from typing import Any, Protocol

import flet as ft

log = logging.getLogger(__name__)


class Files(Protocol):
    """The phone's own dialogs for files; a person may take minutes over one."""

    async def save(self, name: str, content: bytes) -> bool:
        """Give a file out; False where the person thought better of it, or the phone refused."""
        ...

    async def pick(self, *, only_pictures: bool = False) -> bytes | None:
        """What a file the person chose holds; None where none was chosen, empty where it cannot be read."""
        ...


class ClientFiles:
    """The client's dialogs; made once for each session, on its page."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page
        self._picker = ft.FilePicker()

    async def save(self, name: str, content: bytes) -> bool:
        """A browser downloads it without telling where."""
        try:
            path = await self._picker.save_file(file_name=name, src_bytes=content)
        except (RuntimeError, TimeoutError, OSError, ValueError) as refused:
            log.info("the file was not saved: %s", refused)
            return False
        return bool(path) or self._page.web

    async def pick(self, *, only_pictures: bool = False) -> bytes | None:
        """Any file may be chosen: phones hide those whose ending they do not know.

        For a picture, phones open their gallery, and mobile browsers their camera too.
        """
        kind = ft.FilePickerFileType.IMAGE if only_pictures else ft.FilePickerFileType.ANY
        try:
            chosen = await self._picker.pick_files(file_type=kind, with_data=True)
        except (RuntimeError, TimeoutError, OSError, ValueError) as refused:
            log.info("no file was chosen: %s", refused)
            return None
        if not chosen:
            return None
        # Flet's field is named as its type, which hides the type from the checker.
        file: Any = chosen[0]
        return file.bytes or b""


class FilesByHand:
    """What tests give and take: files by name, and the one to be chosen next."""

    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}
        self.chosen: bytes | None = None
        self.refuses = False
        self.asked_for_pictures = False

    async def save(self, name: str, content: bytes) -> bool:
        """Remember it."""
        if not self.refuses:
            self.saved[name] = content
        return not self.refuses

    async def pick(self, *, only_pictures: bool = False) -> bytes | None:
        """The one laid ready."""
        self.asked_for_pictures = only_pictures
        return self.chosen
