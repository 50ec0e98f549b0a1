"""English: Incident."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.incident import IncidentTexts

INCIDENT = IncidentTexts(
    title="Incident",
    entry="Report an incident",
    unknown="This round is no longer on this phone.",
    what="What is happening?",
    other="Change",
    no_crate="Crates concerned: none",
    which=lambda n: f"{crates(n)} concerned",
    no_producer="Unknown producer",
    set_aside="Set aside",
    goes_on="Still to be done",
    note="A word more (optional)",
    note_hint="what you see",
    photo_asked=lambda why: f"Photo asked for. {why}.",
    photo_missing="Attach a photo, or write a word if you cannot take one.",
    report=lambda reason, n: f"Report: {reason}" + (f", {crates(n)}" if n else ""),
    recorded=lambda reason, hour: f"Recorded at {hour}: {reason}",
    seen_by="Your coordinator will see it as soon as the phone has a network.",
    undone="Undone. The incident no longer counts.",
    back="Back",
    refused="Nothing was recorded. Go back and retry.",
)
