"""English: Hors plan."""

from mobile.texts.shape.unplanned import UnplannedTexts

UNPLANNED = UnplannedTexts(
    title="Unplanned round",
    chip="Unplanned",
    what=(
        "For a round nobody planned: helping out, a neighbour in need. It works without a network; "
        "your coordinator sees it afterwards and puts it in its place."
    ),
    name="Name (optional)",
    name_hint="such as: Helping Claire out",
    begin="Start",
    begun=lambda hour: f"Unplanned round started at {hour}",
    then="Add your stops as you go, then take and leave the crates.",
    open_round="Open the round",
    undone="Undone. The round no longer counts.",
    unknown="This is no longer on this phone.",
    stop_title="Add a stop",
    stop_entry="Add a stop",
    where="Where are you?",
    place_label="Search for a place by name",
    elsewhere=lambda name: f"Another place: {name}",
    elsewhere_help="A place the network does not know: its name is enough, the rest comes later.",
    arrived=lambda hour: f"Arrival recorded at {hour}",
    open_stop="Open the stop",
    stop_undone="Undone. The stop no longer counts.",
    crate_title="Unplanned crate",
    crate_help="Your coordinator will see these crates and say to whom they count.",
    take="Take",
    leave="Leave",
    loose="Aboard without a planned stop",
    code_read="On no list of this stop",
    crate_undone="Undone. Nothing was taken or left.",
    back_to_stop="Back to the stop",
)
