"""English: Le lieu: accès, code de porte, trajet, corrections proposées."""

from mobile.texts.shape.place import PlaceTexts

PLACE = PlaceTexts(
    title="The place",
    unknown="This phone does not know that place.",
    keeper=lambda name: f"Kept by {name}",
    access="Getting in",
    no_note="Nothing is noted about getting in.",
    go="Go there",
    go_help="The map opens in another app. Without a network it shows what it has kept.",
    no_position="The position of this place is not known.",
    correct="Propose a correction",
    close_correct="Propose nothing",
    note_label="To get in, one must",
    note_hint="for example: ring on the right, dock behind",
    pin_label="Exact position",
    pin_hint="47.331005, -1.624706",
    not_a_pin="This is not a position: copy two numbers from a map, such as 47.331005, -1.624706.",
    photo_of=lambda name: f"Photo of the place: {name}",
    photo_seen=lambda when: f"Photo proposed: {when}",
    photo_unreadable="The photo of this place cannot be shown here.",
    photo_label="A photo of the place",
    photo_help="The door, the dock, where to put the crates. No face, no number plate, no door code.",
    photo_kept="Kept here: it goes with your proposal.",
    proposed_photo="With a photo of the place",
    propose="Propose",
    proposed=lambda hour: f"Proposed at {hour}",
    decided_later="Your coordinator will decide. Nothing changes until then.",
    before="Proposed by you already",
    proposed_note=lambda note: f"Getting in: {note}",
    proposed_pin=lambda pin: f"Position: {pin}",
)
