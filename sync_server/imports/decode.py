"""From the bytes of an export to text: UTF-8 with or without mark, else Windows-1252, nothing guessed."""

from sync_server.imports.faults import FileFault, FileRefused

MAX_FILE_BYTES = 20 * 1024 * 1024

# What a file is by its first bytes, whatever its name says.
_STARTS: tuple[tuple[bytes, FileFault], ...] = (
    (b"\xd0\xcf\x11\xe0", FileFault.WORKBOOK),
    (b"PK\x03\x04", FileFault.ARCHIVE),
    (b"PK\x05\x06", FileFault.ARCHIVE),
    (b"\x1f\x8b", FileFault.ARCHIVE),
    (b"7z\xbc\xaf", FileFault.ARCHIVE),
    (b"Rar!", FileFault.ARCHIVE),
    (b"%PDF-", FileFault.PDF),
    (b"\x89PNG", FileFault.PICTURE),
    (b"\xff\xd8\xff", FileFault.PICTURE),
)
# Names of files within a zip that make it a workbook; the first stands within the first bytes.
_WORKBOOK_PARTS = (b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/", b"mimetypeapplication/vnd.oasis")
_LOOKED_AT_BYTES = 2_000
_WEB_PAGE_STARTS = ("<!doctype html", "<html", "<?xml", "<head", "<body")
# What UTF-8 accented letters look like when read as Windows-1252.
_DOUBLE_DECODED = ("Ã©", "Ã¨", "Ã»", "Ã´", "Â°", "â‚¬")


def decode(raw: bytes) -> str | FileRefused:
    """The text of a CSV file, or why these bytes are not one."""
    if len(raw) > MAX_FILE_BYTES:
        return FileRefused(FileFault.TOO_LARGE, found=f"{len(raw)}")
    if not raw.strip():
        return FileRefused(FileFault.EMPTY)
    other = _other_kind(raw)
    if other is not None:
        return FileRefused(other)
    if b"\x00" in raw:
        return FileRefused(FileFault.NOT_TEXT)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _windows_text(raw, row_no=raw.count(b"\n", 0, fault.start) + 1)


def _other_kind(raw: bytes) -> FileFault | None:
    """What else than a CSV these bytes are, told by themselves and not by the file's name."""
    found = next((fault for start, fault in _STARTS if raw.startswith(start)), None)
    if found is FileFault.ARCHIVE and any(part in raw[:_LOOKED_AT_BYTES] for part in _WORKBOOK_PARTS):
        return FileFault.WORKBOOK
    if found is not None:
        return found
    opening = raw[:_LOOKED_AT_BYTES].decode("utf-8-sig", errors="replace").lstrip().casefold()
    return FileFault.WEB_PAGE if opening.startswith(_WEB_PAGE_STARTS) else None


def _windows_text(raw: bytes, row_no: int) -> str | FileRefused:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return FileRefused(FileFault.NOT_TEXT, row_no=row_no)
    # A UTF-8 file with one damaged byte would turn every accent of every name into two letters.
    if any(trace in text for trace in _DOUBLE_DECODED):
        return FileRefused(FileFault.MIXED_ENCODING, row_no=row_no)
    return text
