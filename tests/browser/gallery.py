"""Every component on one page, to be looked at: `python tests/browser/gallery.py 8560`."""

import sys

import flet as ft

from mobile.components.bottom_bar import Tab, bottom_bar
from mobile.components.buttons import primary_button, quiet_button, second_button
from mobile.components.code_field import Typed, code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark, crate_row
from mobile.components.empty_state import empty_state
from mobile.components.look import Look
from mobile.components.message import inline_message
from mobile.components.screen_frame import Head, screen_frame
from mobile.components.state_chip import state_chip
from mobile.components.stop_row import StopWords, stop_row
from mobile.components.sync_pill import sync_pill
from mobile.components.theme import FONTS, dark_theme, light_theme
from mobile.components.tokens import DONE, NEUTRAL, WAITING, WRONG
from mobile.texts.format import Format
from mobile.texts.languages import texts_for
from mobile.web_host import serve
from shared.words.language import Language

LONG_NAME = "GAEC des Tilleuls de la Vieille Forge du Bois Joli · 2/3"
MARK_WORDS = ("", "", "Cassée", "18 h 42", "manquante")
STATES = ((DONE, "déposé"), (WAITING, "à envoyer"), (WRONG, "inconnu"), (NEUTRAL, "déjà fait"))
TABS = (
    Tab("/", "Tournée", ft.Icons.ROUTE),
    Tab("/outbox", "À envoyer", ft.Icons.CLOUD_UPLOAD),
    Tab("/commissions", "Commissions", ft.Icons.EURO),
    Tab("/settings", "Réglages", ft.Icons.SETTINGS),
)


def _nothing(*_args: object) -> None:
    return None


def gallery(look: Look) -> ft.View:
    """All of it."""
    body: list[ft.Control] = [
        look.title("Épicerie du bœuf — « L’œuf »"),
        look.body(f"éèçœ€ ’ « » {look.format.money(123456789)} −{look.format.rate(50)} …"),
        big_count(look, 7, 8, "caisses déposées"),
        big_count(look, 8, 8, "caisses prises"),
        ft.Row([state_chip(look, t, w) for t, w in STATES], wrap=True),
        code_field(look, "code", Typed(), label="Taper un code", hint="7K2M-9QXC", on_submit=_nothing),
        inline_message(look, DONE, "Enregistré à 18 h 42 : 8 caisses déposées",
                       action=quiet_button(look, "undo", "Annuler", _nothing)),
        inline_message(look, WRONG, "Caisse 7K2M-9QXC inconnue ici.", identifier="message-2"),
        *(
            crate_row(look, CrateWords(f"7K2M9QX{n}", "7K2M-9QXC", LONG_NAME, word), mark, _nothing)
            for n, (mark, word) in enumerate(zip(Mark, MARK_WORDS, strict=True))
        ),
        stop_row(look, StopWords(3, "Ferme de la Chauvinière", "12 à prendre", "18 h 30", done=False),
                 _nothing),
        stop_row(look, StopWords(4, "Mairie", "Fait", "", done=True), _nothing),
        second_button(look, "second", "Autre chose", _nothing, icon=ft.Icons.MAP),
        primary_button(look, "off", "Dites pourquoi pour 1 caisse", _nothing, enabled=False),
        empty_state(look, ft.Icons.ROUTE, look.texts.round.none_title, look.texts.round.none_text),
    ]  # fmt: skip
    return screen_frame(
        look,
        "/",
        Head("Ma tournée", actions=[sync_pill(look, 3, _nothing)]),
        body,
        foot=primary_button(look, "go", "Déposer les 8 caisses", _nothing, icon=ft.Icons.CHECK),
        bar=bottom_bar(look, TABS, "/", _nothing),
    )


async def main(page: ft.Page) -> None:
    """One page, in the language and the size the route asks for: `/fr/1.6`."""
    page.fonts = dict(FONTS)
    page.theme, page.dark_theme = light_theme(), dark_theme()
    parts = (page.route or "/fr").strip("/").split("/")
    language = Language(parts[0]) if parts[0] in tuple(Language) else Language.FRENCH
    look = Look(texts_for(language), Format(language), float(parts[1]) if len(parts) > 1 else 1.0)
    page.views[:] = [gallery(look)]
    page.update()


if __name__ == "__main__":
    serve(main, host="127.0.0.1", port=int(sys.argv[1]))
