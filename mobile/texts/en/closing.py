"""English: Fin de tournée."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.closing import ClosingTexts

CLOSING = ClosingTexts(
    title="End of the round",
    unknown="This round is no longer on this phone.",
    stops_done="stops done",
    not_handled=lambda n: (
        f"{crates(n)} {'was' if n == 1 else 'were'} neither taken nor reported: your coordinator will see it."
    ),
    aboard=lambda n: f"{crates(n)} still aboard",
    aboard_help="Tap a crate to say where it is. If not, it stays with you.",
    towards=lambda name: f"for {name}",
    no_destination="No known destination",
    chosen="chosen",
    holder_me="with me",
    holder_at=lambda name: f"left: {name}",
    holder_person=lambda name: f"handed to {name}",
    where_are=lambda n: f"{crates(n)}: where {'is it' if n == 1 else 'are they'}?",
    keep="With me",
    left_at="At a place…",
    handed_to="Handed to somebody…",
    which_place=lambda n: f"{crates(n)}: left at which place?",
    place_label="Search for a place",
    more_places=lambda n: f"and {n} more: type another word",
    which_person=lambda n: f"{crates(n)}: handed to whom?",
    person_label="The person’s name",
    person_ok="Noted",
    person_missing="Write a name.",
    figures="Kilometres and time",
    distance="Distance driven",
    use_odometer="I read the odometer",
    use_distance="I know the distance",
    odometer_start="Odometer at the start",
    odometer_end="Odometer at the end",
    minutes="Time in all",
    stop_minutes="of it at stops",
    minutes_from=lambda hour: (
        f"Started at {hour}. The time comes from what you recorded: correct it if needed."
    ),
    minutes_unknown="The start of the round is not recorded here: give the time yourself.",
    fees="Costs paid",
    fees_help="Tolls, ice, parking. Nothing to write if there were none.",
    faults={
        "distance": "Write kilometres, such as 61 or 61.4.",
        "odometer": "The end is smaller than the start, or one of them is missing.",
        "minutes": "Write minutes, such as 95, or 1 h 35.",
        "stop_minutes": "The time at stops is more than the time in all, or not in minutes.",
        "fees": "Write an amount in euros, such as 12.50.",
    },
    estimates="What the round brings and costs",
    commission_known=lambda amount, n: (
        f"Commission: {amount}, from {n} line{'' if n == 1 else 's'} computed so far."
    ),
    commission_withheld=lambda amount: f"{amount} more is withheld until it is proven.",
    commission_unknown=(
        "Commission: not known yet. The server computes it from the turnover, which is not on this phone."
    ),
    commission_waiting=lambda n: (
        f"{n} record{' is' if n == 1 else 's are'} not in it yet: waiting for a network."
    ),
    cost=lambda amount: f"Real cost: {amount}",
    cost_parts=lambda distance, time, fees: f"{distance} + {time} + costs {fees}",
    cost_fees_only="The costs alone: the co-op gave this phone no rate per kilometre.",
    cost_unknown="Real cost: give the kilometres or the costs.",
    finish="End the round",
    finished="Round ended. Thank you!",
    finished_at=lambda when: f"Round ended: {when}",
    undone="Undone: the round is open again.",
    correct="Correct the end of the round",
    correct_help="The correction is added, nothing is erased. The round opens again.",
    recap_distance=lambda distance: f"{distance} km",
    recap_minutes=lambda drive, stops: f"{drive} min on the road, {stops} min at stops",
    recap_fees=lambda amount: f"{amount} of costs",
    refused="Nothing was recorded. Go back to the round and retry.",
)
