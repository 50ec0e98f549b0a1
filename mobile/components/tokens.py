"""The design tokens: colours as theme slots, the two palettes behind them, sizes and spacing."""

from dataclasses import dataclass

import flet as ft

FONT_REGULAR = "RelaisSans"
FONT_MEDIUM = "RelaisSansMedium"
FONT_BOLD = "RelaisSansBold"

SIZE_COUNT = 40
SIZE_TITLE = 28
SIZE_SECTION = 20
SIZE_BODY = 18
SIZE_SMALL = 15

GRID = 8
RADIUS = 12
TARGET_HEIGHT = 56
ROW_HEIGHT = 64
PRIMARY_HEIGHT = 64

BACKGROUND = ft.Colors.SURFACE
SURFACE = ft.Colors.SURFACE_CONTAINER_LOWEST
LINE = ft.Colors.OUTLINE_VARIANT
TEXT = ft.Colors.ON_SURFACE
MUTED = ft.Colors.ON_SURFACE_VARIANT
PRIMARY = ft.Colors.PRIMARY
ON_PRIMARY = ft.Colors.ON_PRIMARY


@dataclass(frozen=True, slots=True)
class Tint:
    """A state's colour: its text and icon, and the tint behind them."""

    ink: ft.Colors
    paper: ft.Colors


DONE = Tint(ft.Colors.ON_PRIMARY_CONTAINER, ft.Colors.PRIMARY_CONTAINER)
WAITING = Tint(ft.Colors.ON_TERTIARY_CONTAINER, ft.Colors.TERTIARY_CONTAINER)
WRONG = Tint(ft.Colors.ON_ERROR_CONTAINER, ft.Colors.ERROR_CONTAINER)
NEUTRAL = Tint(ft.Colors.ON_SECONDARY_CONTAINER, ft.Colors.SECONDARY_CONTAINER)


@dataclass(frozen=True, slots=True)
class Palette:
    """One column of the design's table of colours."""

    background: str
    surface: str
    line: str
    text: str
    muted: str
    primary: str
    on_primary: str
    done: tuple[str, str]
    waiting: tuple[str, str]
    wrong: tuple[str, str]
    neutral: tuple[str, str]


LIGHT = Palette(
    background="#FBFAF5",
    surface="#FFFFFF",
    line="#DAD9CF",
    text="#1B1F1A",
    muted="#4E574C",
    primary="#1E5B3A",
    on_primary="#FFFFFF",
    done=("#1E5B3A", "#E3F1E7"),
    waiting=("#7A4A00", "#FFF1D6"),
    wrong=("#8C1D18", "#FDE7E5"),
    neutral=("#1F4E79", "#E6F0FA"),
)
DARK = Palette(
    background="#12150F",
    surface="#1C211A",
    line="#3A4136",
    text="#ECEFE6",
    muted="#A9B2A4",
    primary="#8FD3A8",
    on_primary="#0B2A18",
    done=("#8FD3A8", "#16301F"),
    waiting=("#FFCB7A", "#33260F"),
    wrong=("#FFB4AB", "#3A1512"),
    neutral=("#A8C8F0", "#14273B"),
)
