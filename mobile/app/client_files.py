"""Intents left to the client's file dialogs, and what comes of them."""

from mobile.device.files import Files
from mobile.screens.contract import FileChosen, FileGiven, PickFile, SaveFile


async def answer_of(files: Files, intent: SaveFile | PickFile) -> FileGiven | FileChosen:
    """Open the dialog and wait until the person is done with it."""
    match intent:
        case SaveFile(name=name, content=content):
            return FileGiven(await files.save(name, content))
        case PickFile(picture_of=subject):
            return FileChosen(await files.pick(only_pictures=subject is not None))
