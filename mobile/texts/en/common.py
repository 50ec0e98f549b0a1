"""English: Words used on several screens."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.common import CommonTexts

COMMON = CommonTexts(
    app_name="Relais fermier",
    back="Back",
    cancel="Cancel",
    retry="Try again",
    crates=crates,
    tab_round="Round",
    tab_outbox="To send",
    tab_commissions="Commissions",
    tab_settings="Settings",
    display_error="This could not be displayed. What you recorded is kept.",
    action_error=(
        "That did not work. What you recorded is kept. Try again; if it comes back, call your coordinator."
    ),
    loading="One moment…",
    labelled=lambda name, said: f"{name}: {said}",
)
