"""The formats labels are sold in, as data: sheets of A4 cut in a grid, and rolls of one label after another.

Units: tenths of a millimetre, so that everything is whole.
Source: the makers' own templates, Avery Zweckform 3474, L7160, L7163, L7165 and Dymo 99012.
"""

from dataclasses import dataclass

# DATA asks for at least 25 mm: smaller, a wet label is not read at arm's length.
QR_MIN_DMM = 250
# An ordinary printer leaves this much of a sheet's edge blank.
EDGE_DMM = 50
Size = tuple[int, int]
A4: Size = (2_100, 2_970)


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One format; `key` stands in addresses. Pairs are across, then down.

    `corner_dmm` is where the first label begins, `pitch_dmm` from one label's beginning to the next one's.
    """

    key: str
    name: str
    page_dmm: Size
    grid: tuple[int, int]
    label_dmm: Size
    corner_dmm: tuple[int, int]
    pitch_dmm: tuple[int, int]
    qr_dmm: int
    text_percent: int

    @property
    def labels_per_page(self) -> int:
        """How many labels a sheet holds; 1 on a roll."""
        return self.grid[0] * self.grid[1]

    @property
    def is_roll(self) -> bool:
        """Whether one label is one page."""
        return self.labels_per_page == 1


FORMATS: tuple[LabelFormat, ...] = (
    LabelFormat("3x8", "3 × 8, 70 × 37 mm", A4, (3, 8), (700, 370), (0, 5), (700, 370), 260, 100),
    LabelFormat("3x7", "3 × 7, 63,5 × 38,1 mm", A4, (3, 7), (635, 381), (72, 151), (660, 381), 260, 95),
    LabelFormat("2x7", "2 × 7, 99,1 × 38,1 mm", A4, (2, 7), (991, 381), (47, 151), (1_016, 381), 270, 110),
    LabelFormat("2x4", "2 × 4, 99,1 × 67,7 mm", A4, (2, 4), (991, 677), (47, 131), (1_016, 677), 420, 145),
    LabelFormat("89x36", "Rouleau 89 × 36 mm", (890, 360), (1, 1), (890, 360), (0, 0), (890, 360), 260, 105),
    LabelFormat(
        "100x50", "Rouleau 100 × 50 mm", (1_000, 500), (1, 1), (1_000, 500), (0, 0), (1_000, 500), 360, 130
    ),
)
BY_KEY = {each.key: each for each in FORMATS}
USUAL = FORMATS[0]
