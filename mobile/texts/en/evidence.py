"""English: Photos, signatures, positions."""

from mobile.texts.shape.evidence import EvidenceTexts

EVIDENCE = EvidenceTexts(
    title="Photos and signatures",
    add_photo="Attach a photo",
    add_another="Attach another photo",
    take_photo="Take a photo",
    choose_photo="Choose a photo",
    shutter="Take it",
    close_lens="Close the camera",
    camera_problems={
        "no_camera": "This device has none. Choose a photo taken before, or do without.",
        "denied": (
            "The app may not use it. Allow the camera in the phone’s own settings, or choose a photo."
        ),
        "silent": "It does not answer. Try again, or choose a photo.",
    },
    photo=lambda n: f"Photo {n}",
    remove_photo=lambda n: f"Remove photo {n}",
    goes_with_next=lambda n: (
        "Kept here: it goes with what you record next at this place."
        if n == 1
        else f"{n} photos kept here: they go with what you record next at this place."
    ),
    with_photos=lambda act, n: f"{act}, with {n} photo{'s' if n > 1 else ''}",
    preparing="Preparing the photo…",
    position_title="My position",
    position_help=(
        "If you wish, the place is joined to each record: at the moment you record, never in between. "
        "Precise for two months, then erased. Without it all works the same."
    ),
    position_on="Join my position",
    position_off="Do not join it",
    position_refused=(
        "The phone does not give its position to the app. That is changed in the phone’s own settings; "
        "all works without."
    ),
    photo_problems={
        "not_a_picture": "This file is not a photo the app can read. Choose a JPEG or PNG photo.",
        "too_large": "This photo is too large. Take it again at normal quality.",
        "damaged": "This photo is damaged. Take it again, or choose another one.",
        "enough": "Six photos are enough for one record: remove one first.",
    },
)
