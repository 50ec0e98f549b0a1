"""English: Réglages."""

from mobile.texts.shape.settings import SettingsTexts

SETTINGS = SettingsTexts(
    title="Settings",
    language="Language",
    language_names={"fr": "Français", "en": "English"},
    text_size="Text size",
    text_sizes={"1.0": "Normal", "1.3": "Large", "1.6": "Very large", "2.0": "Double"},
    theme="Colours",
    themes={"system": "As the phone", "light": "Light", "dark": "Dark"},
    phone="This phone",
    person="Enrolled for",
    device="Number",
    server="Server",
    version="Version",
    update_wanted=lambda version: (
        f"The server asks for version {version} or a newer one to give you your rounds."
        " What you recorded is sent all the same."
    ),
    more="Also here",
    practice="Good to know",
    practice_lines=(
        "“Recorded” appears once it is written on the phone. You may switch it off right away.",
        "Without a network everything works the same. The pill at the top counts what is left to send.",
        "A mistake? “Undo” adds a correction; nothing is ever erased.",
        "Your position is read only if you choose so. A photo is taken or attached by you alone.",
    ),
)
