"""English: Scanner."""

from mobile.texts.shape.scan import ScanTexts

SCAN = ScanTexts(
    title="Scan",
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
