"""English: Ma tournée."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.round import RoundTexts

ROUND = RoundTexts(
    title="My round",
    stops_done="stops done",
    next_stop="Next stop",
    all_stops="All stops",
    take=lambda n: f"{n} to take",
    leave=lambda n: f"{n} to leave",
    nothing_to_do="Nothing to do here",
    stop_done="Done",
    start="Start the round",
    started_at=lambda hour: f"Started at {hour}",
    open_stop=lambda name: f"Open: {name}",
    finish="End the round",
    closed="Ended",
    aboard=lambda n: f"{crates(n)} aboard",
    none_title="No round today",
    none_text=(
        "When your coordinator gives you a round, its stops and crates arrive here by themselves "
        "as soon as the phone has a network. After that none is needed."
    ),
    coming="Coming",
    past="Date past",
    other_rounds="Other rounds",
    stop_count=lambda n: f"{n} stop{'' if n == 1 else 's'}",
    more="Also in this round",
)
