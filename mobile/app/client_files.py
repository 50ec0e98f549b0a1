"""Intents left to the client's own dialogs, for files and permissions, and what comes of them."""

from mobile.device.files import Files
from mobile.device.location import Location
from mobile.screens.contract import AskPosition, FileChosen, FileGiven, PickFile, PositionAnswer, SaveFile


async def answer_of(
    files: Files, location: Location, intent: SaveFile | PickFile | AskPosition
) -> FileGiven | FileChosen | PositionAnswer:
    """Open the dialog and wait until the person is done with it."""
    match intent:
        case SaveFile(name=name, content=content):
            return FileGiven(await files.save(name, content))
        case PickFile(picture_of=subject):
            return FileChosen(await files.pick(only_pictures=subject is not None))
        case AskPosition():
            return PositionAnswer(await location.ask())
