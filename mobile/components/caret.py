"""Which text field holds the caret: keys pressed then are for it, and not for a reader of codes."""

import flet as ft

CARET = "relais.caret"


def with_caret(field: ft.TextField) -> ft.TextField:
    """The field tells when the caret comes and goes; every text field of the app is made so."""
    field.on_focus, field.on_blur = _came, _went
    return field


def has_caret(page: ft.Page) -> bool:
    """Whether a field that is still on the screen holds it; one that left never says goodbye."""
    holder = page.session.store.get(CARET)
    return isinstance(holder, int) and holder in page.session.index


def forget_caret(page: ft.Page) -> None:
    """Another screen is seen: a field beneath it hears no key."""
    page.session.store.set(CARET, None)


def _came(event: ft.Event[ft.TextField]) -> None:
    event.page.session.store.set(CARET, _number(event.control))


def _went(event: ft.Event[ft.TextField]) -> None:
    store = event.page.session.store
    if store.get(CARET) == _number(event.control):
        store.set(CARET, None)


def _number(field: ft.TextField) -> int:
    """What the session knows a control by: it outlives the drawings, the object does not."""
    return int(getattr(field, "_i", 0))
