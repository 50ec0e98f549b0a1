"""The light and the dark theme, and the bundled fonts."""

import flet as ft

from mobile.components.tokens import DARK, FONT_BOLD, FONT_MEDIUM, FONT_REGULAR, LIGHT, Palette

LINE_HEIGHT = 1.25
FONTS = {
    FONT_REGULAR: "/fonts/Roboto-Regular.ttf",
    FONT_MEDIUM: "/fonts/Roboto-Medium.ttf",
    FONT_BOLD: "/fonts/Roboto-Bold.ttf",
}


def _colours(palette: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=palette.primary,
        on_primary=palette.on_primary,
        primary_container=palette.done[1],
        on_primary_container=palette.done[0],
        secondary=palette.neutral[0],
        on_secondary=palette.background,
        secondary_container=palette.neutral[1],
        on_secondary_container=palette.neutral[0],
        tertiary=palette.waiting[0],
        on_tertiary=palette.background,
        tertiary_container=palette.waiting[1],
        on_tertiary_container=palette.waiting[0],
        error=palette.wrong[0],
        on_error=palette.background,
        error_container=palette.wrong[1],
        on_error_container=palette.wrong[0],
        surface=palette.background,
        on_surface=palette.text,
        on_surface_variant=palette.muted,
        surface_container_lowest=palette.surface,
        surface_container_low=palette.surface,
        surface_container=palette.surface,
        surface_container_high=palette.surface,
        surface_container_highest=palette.surface,
        outline=palette.muted,
        outline_variant=palette.line,
        inverse_surface=palette.text,
        on_inverse_surface=palette.background,
        inverse_primary=palette.on_primary,
        surface_tint=palette.background,
    )


def _theme(palette: Palette) -> ft.Theme:
    return ft.Theme(
        color_scheme=_colours(palette),
        font_family=FONT_REGULAR,
        use_material3=True,
        # Every text inherits this one: a style on each would double what has to be compared and sent.
        text_theme=ft.TextTheme(body_medium=ft.TextStyle(letter_spacing=0, height=LINE_HEIGHT)),
        # Chromium on a computer would otherwise draw every target smaller than on a phone.
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=ft.PageTransitionsTheme(
            android=ft.PageTransitionTheme.NONE,
            ios=ft.PageTransitionTheme.CUPERTINO,
            linux=ft.PageTransitionTheme.NONE,
            macos=ft.PageTransitionTheme.NONE,
            windows=ft.PageTransitionTheme.NONE,
        ),
    )


def light_theme() -> ft.Theme:
    """The theme for daylight."""
    return _theme(LIGHT)


def dark_theme() -> ft.Theme:
    """The theme for the cold hall at five in the morning."""
    return _theme(DARK)
