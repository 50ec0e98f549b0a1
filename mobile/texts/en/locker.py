"""English: Consigne et casiers."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.locker import LockerTexts

LOCKER = LockerTexts(
    title="Lockers",
    unknown="This phone does not know that locker bank.",
    free_doors=lambda n: f"{n} free compartment{'' if n == 1 else 's'}" if n else "No free compartment",
    open_bank=lambda n: f"Leave in a locker ({n} free)",
    done=lambda n: f"crate{'' if n == 1 else 's'} left",
    cold_zone="Cold zone",
    plain_zone="Ambient zone",
    sizes={"S": "small", "M": "medium", "L": "large"},
    this_crate="Now",
    door=lambda door: f"Compartment {door}",
    no_door="No compartment",
    others="Then",
    scan_label="Type a crate or a compartment",
    scan_hint="7K2M-9QXC, or B4",
    camera="Scan crate and compartment",
    camera_off="Close the camera",
    code_of_door=lambda door: f"Code of compartment {door}",
    code_of_place="Code of the door",
    code_shown="Door code shown",
    hold_hint="Keep your finger on it to see it.",
    shown_hint="Hidden as soon as you let go. Noted.",
    deposit=lambda door: f"Leave in {door}",
    deposit_anyway=lambda door: f"Leave in {door} all the same",
    take_door=lambda door: f"Take {door}",
    taken=lambda door, crate: (
        f"Compartment {door} is taken already (crate {crate})."
        if crate
        else f"Compartment {door} is taken already."
    ),
    broken=lambda door: f"Compartment {door} is reported out of order.",
    not_cold=lambda door: f"Compartment {door} is not cold, and this crate must stay so.",
    instead=lambda door: f"Take compartment {door}?",
    none_left="No free compartment suits this crate any more.",
    none_suits="No compartment keeps frozen or hot goods.",
    fallback=lambda name, away: f"Nearest: {name}, {away} away.",
    fallback_on_round=lambda name, away: f"On your round: {name}, {away} away.",
    no_fallback="Keep it and call your coordinator.",
    way_to=lambda name: f"See {name}",
    report_full=lambda n: f"Report the bank full, keep {crates(n)}",
    full_reported=lambda n: f"Noted: bank full, you keep {crates(n)}.",
    report_broken=lambda door: f"Compartment {door} does not work",
    broken_reported=lambda door: f"Noted: compartment {door} out of order.",
    deposited=lambda hour, crate, door: f"Recorded at {hour}: {crate} in {door}",
    all_done="Nothing left to put in these lockers.",
    back_to_stop="Back to the stop",
    other_bank="That compartment is at another place.",
    unknown_door=lambda door: f"There is no compartment {door} here.",
    not_here=lambda crate: f"Crate {crate}: it is not to be left here. Noted.",
)
