"""English: facts entrusted to a colleague, and carried for one."""

from mobile.texts.shape.rescue import RescueTexts


def _facts(count: int) -> str:
    return f"{count} record{'' if count == 1 else 's'}"


RESCUE = RescueTexts(
    entrust_title="Entrust to a colleague",
    entrust_lead=lambda n: (
        f"Battery almost flat, phone damaged? A colleague can take your {_facts(n)} along "
        "and hand them over as soon as there is signal."
        if n != 1
        else "Battery almost flat, phone damaged? A colleague can take your record along "
        "and hand it over as soon as there is signal."
    ),
    entrust_promise="They can neither read nor change what they carry. Nothing will count twice.",
    save_file="Save a file",
    file_given=lambda n, name: f"{_facts(n)} in the file “{name}”: give it to your colleague.",
    file_not_given="The file was not saved. Your records stay on this phone.",
    pictures_title="To show to a colleague",
    pictures_lead="These pictures are read with a colleague’s app, in any order.",
    pictures_facts=lambda n: f"{_facts(n)} to take along",
    picture_of=lambda n, total: f"Picture {n} of {total}",
    pause="Stop at this picture",
    go_on="Run through them",
    next_picture="Next picture",
    nothing_to_show={
        "nothing_waits": "Everything has gone already: there is nothing left to entrust.",
        "not_enrolled": "This phone is not enrolled.",
        "too_much_for_pictures": "There is too much for pictures: save a file instead.",
    },
    carried_title="Carried for others",
    carried_none="You carry nothing for a colleague.",
    carried_facts=lambda n, when: f"{_facts(n)}, since {when}",
    states={
        "waiting": "to hand over",
        "gap": "held back",
        "received": "handed over",
        "refused": "refused",
        "safe": "safe",
    },
    state_help={
        "waiting": "Handed over to the server as soon as this phone has signal.",
        "gap": (
            "The server first waits for what comes before. "
            "It is asked again; after a week it takes this all the same."
        ),
        "received": "At the server. Kept here until its backup.",
        "refused": "Kept on this phone: talk to the coordinators.",
        "safe": "In the server’s backup: nothing left to carry.",
    },
    reasons={
        "unknown-device": "The server does not know the phone it comes from.",
        "broken-seal": "The seal does not open: changed on the way, or its phone was enrolled again since.",
        "truncated": "A part is missing.",
        "revoked": "The phone it comes from was withdrawn more than 30 days ago.",
    },
    other_reason="The server cannot read it.",
    take_file="Take a colleague’s file",
    taken=lambda n, name: f"You carry {_facts(n)} of {name}. This phone hands them over when it has signal.",
    taken_before=lambda name: f"You carried these records of {name} already.",
    not_taken={
        "not-a-pack": "This file is not one of the app’s. Nothing was taken.",
        "newer-version": "This file comes from a newer app: update yours.",
        "damaged": "This file is damaged. Ask your colleague to make it again.",
        "too-large": "This file is too large to be one of the app’s. Nothing was taken.",
        "own_facts": "These are your own records: this phone has them already.",
        "unreadable": "The file could not be read. Nothing was taken.",
    },
    show_pictures="Show pictures",
    read_pictures="Read a colleague’s pictures",
    read_title="Carry for a colleague",
    read_lead=(
        "Hold this phone before your colleague’s screen: “To send”, then “Show pictures”. "
        "The order does not matter."
    ),
    pictures_read=lambda n: "pictures read" if n > 1 else "picture read",
    picture_faults={
        "not-a-frame": "This QR is not one of these pictures. Point at your colleague’s.",
        "damaged": "One picture was misread. It will come round again.",
        "of-another": "These pictures are of another lot: your colleague recorded or sent meanwhile.",
    },
    begin_anew="Start again",
    back_to_outbox="Done",
)
