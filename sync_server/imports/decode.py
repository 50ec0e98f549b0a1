"""From the bytes of an export to text: UTF-8 with or without mark, else Windows-1252, nothing guessed."""

from sync_server.imports.faults import FileFault, FileRefused

MAX_FILE_BYTES = 20 * 1024 * 1024

_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# What UTF-8 accented letters look like when read as Windows-1252.
_DOUBLE_DECODED = ("Ã©", "Ã¨", "Ã»", "Ã´", "Â°", "â‚¬")


def decode(raw: bytes) -> str | FileRefused:
    """The text of a CSV file, or why these bytes are not one."""
    if len(raw) > MAX_FILE_BYTES:
        return FileRefused(FileFault.TOO_LARGE, found=f"{len(raw)}")
    if not raw.strip():
        return FileRefused(FileFault.EMPTY)
    if raw.startswith(_WORKBOOK_STARTS):
        return FileRefused(FileFault.WORKBOOK)
    if b"\x00" in raw:
        return FileRefused(FileFault.NOT_TEXT)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _windows_text(raw, row_no=raw.count(b"\n", 0, fault.start) + 1)


def _windows_text(raw: bytes, row_no: int) -> str | FileRefused:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return FileRefused(FileFault.NOT_TEXT, row_no=row_no)
    # A UTF-8 file with one damaged byte would turn every accent of every name into two letters.
    if any(trace in text for trace in _DOUBLE_DECODED):
        return FileRefused(FileFault.MIXED_ENCODING, row_no=row_no)
    return text
