"""What is kept of a file: its used columns only, so that no customer's name, mail or phone stays with us."""

import csv
import io
import zlib

from sync_server.imports.sheet import Sheet

ROW_NUMBER_TITLE = "ligne"


def kept_copy(sheet: Sheet) -> bytes:
    """Deflated UTF-8 CSV: each row's number in the file as received, then the columns the import uses.

    Rows above the header go too: descriptions of a report may name people.
    """
    used = sorted(sheet.header.position.values())
    titles = {at: sheet.header.title[column] for column, at in sheet.header.position.items()}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([ROW_NUMBER_TITLE, *(titles[at] for at in used)])
    for row_no, cells in sheet.rows:
        writer.writerow([row_no, *(cells[at] if at < len(cells) else "" for at in used)])
    return zlib.compress(text.getvalue().encode(), level=6)


def read_kept_copy(kept: bytes) -> str:
    """The text of a kept copy."""
    return zlib.decompress(kept).decode()
