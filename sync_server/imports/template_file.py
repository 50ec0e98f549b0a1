"""The generic template as a file to fill in: a spreadsheet in French opens it in columns."""

import csv
import io

from sync_server.imports.layouts import TEMPLATE_TITLES

TEMPLATE_FILE_NAME = "modele-commandes.csv"
# Names that nobody has: imported by mistake, they are asked about and nothing is taken.
_EXAMPLE = (
    *("Exemple : nom de la ferme", "Exemple : nom du point", "06/11/2026", "C-0001"),
    *("Carottes", "botte", "2", "4,80", "4,55", "5,5"),
)


def template_file() -> bytes:
    """UTF-8 with its mark, semicolons, decimal commas: the header and one line as an example."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows((TEMPLATE_TITLES, _EXAMPLE))
    return text.getvalue().encode("utf-8-sig")
