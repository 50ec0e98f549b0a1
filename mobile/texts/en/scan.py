"""English: Scanner."""

from mobile.texts.en.counting import crates
from mobile.texts.shape.scan import ScanTexts


def _the(count: int) -> str:
    return f"the {count} scanned crates" if count > 1 else "the scanned crate"


SCAN = ScanTexts(
    title="Scan",
    title_at=lambda name: f"Scan · {name}",
    how_to="Point at the label of a crate, or type its code.",
    answers={
        "expected": "Expected",
        "unknown": "Unknown",
        "wrong_stop": "Wrong stop",
        "already_done": "Already done",
    },
    seen_before=lambda code: f"Crate {code}: scanned already.",
    scanned=lambda n: "crate scanned" if n == 1 else "crates scanned",
    not_a_crate="This is not the label of a crate from here. It is noted.",
    drop_scanned=lambda n: f"Drop {_the(n)}",
    pick_scanned=lambda n: f"Take {_the(n)}",
    rest_missing=lambda n: f"{crates(n)} missing: say why",
    back_to_stop="Back to the stop",
    blank_title="A blank label?",
    blank_help="If you have just stuck it on, choose the crate’s consignment.",
    labelled=lambda done, ordered: f"{done}/{ordered} labelled",
    bound=lambda code, goods: f"Label {code} bound{f': {goods}' if goods else ''}.",
    lens="What the camera sees",
    camera_starts="The camera is starting… If the phone asks, allow it.",
    no_camera="The camera is not available",
    camera_problems={
        "no_camera": "This device has none. Type the code: that is just as good.",
        "denied": ("The app may not use it. Allow the camera in the phone’s settings, or type the code."),
        "silent": "It does not answer. Try again, or type the code.",
    },
    torch_on="Torch",
    torch_off="Turn off",
    no_torch="No torch",
)
