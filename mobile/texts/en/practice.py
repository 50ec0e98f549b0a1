"""English: Tournée d’essai et diagnostic."""

from mobile.texts.shape.practice import PracticeTexts

PRACTICE = PracticeTexts(
    title="Practice round",
    lines=(
        "A small invented round: two farms, nine crates, a relay point, a bank of lockers.",
        "All works as it really does: take, leave, set aside, undo, photograph.",
        "Nothing is sent and nothing counts. What you really recorded waits apart, and is sent meanwhile.",
        "When you leave, all that you did in it is thrown away.",
    ),
    start="Begin to practise",
    restart="Start from scratch",
    leave="Leave the practice round",
    banner="PRACTICE: nothing is sent",
    try_first="Try first, without enrolling",
    round_name="Practice round",
    helper_name="Practice",
    farm_name="Example Farm",
    other_farm_name="Rough Draft Growers",
    relay_name="Imaginary Grocery",
    lockers_name="Lockers to practise with",
    cheese="Cheese",
    vegetables="Vegetables",
    note="This is a practice round: nobody is waiting for you here.",
    diagnostics_title="Diagnostics",
    diagnostics_lead=(
        "For whoever helps you from afar: no name, no crate’s code, no position, nothing of what you "
        "recorded. Read it before you hand it out."
    ),
    diagnostics_save="Save the file",
    diagnostics_saved=lambda name: f"Saved: {name}. Give it to the person who helps you.",
    diagnostics_not_saved="The file was not saved. Try again, or take a screenshot of this page.",
    diagnostics_heads={
        "program": "The app",
        "log": "What is recorded",
        "evidence": "Photos, signatures, positions",
        "exchange": "Exchanges with the server",
        "clock": "Clock",
        "storage": "Space and files",
        "choices": "Settings",
    },
)
