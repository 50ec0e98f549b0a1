"""English: Inscription."""

from mobile.texts.shape.enrol import EnrolTexts

ENROL = EnrolTexts(
    title="Enrol this phone",
    lead="Your coordinator gives you a code that lasts 10 minutes.",
    how=(
        "Scan the QR on her screen, paste the link you received, or type the code. This once it needs a "
        "network; rounds then work without."
    ),
    code_label="Enrolment code or link",
    code_hint="Paste or type here",
    scan="Scan the QR",
    stop_scanning="Close the camera",
    aim="Point at the QR on your coordinator’s screen.",
    other_code="This QR is not the enrolment’s. Point at the one on the page « Ajouter un téléphone ».",
    server_label="Server address",
    server_hint="https://…",
    send="Enrol this phone",
    sending="Asking the server…",
    match_title="Do both screens show these 4 digits?",
    match_help="Read them to your coordinator. If they match, she confirms and this phone opens by itself.",
    waiting="Waiting for the confirmation…",
    start_again="Start again with another code",
    errors={
        "wrong_code": "This code is not right. Check it, or ask for a new one.",
        "expired_code": "This code is more than 10 minutes old and no longer works. Ask for a new one.",
        "used_code": "This code has been used already. To be safe it is cancelled: ask for a new one.",
        "other_person": (
            "This code is somebody else’s. Add that person in Settings, “Who holds this phone”."
        ),
        "refused": "Your coordinator refused this phone. Ask for a new code.",
        "no_network": "No network. Enrolling needs it once: try again where there is coverage.",
        "no_address": "The server’s address is missing. Paste the whole link you received.",
        "unreadable": "Paste the link or type the code first.",
        "too_many_tries": "Too many tries. Wait a minute, then try again.",
        "not_our_server": "It is not the co-op’s server that answers. Check the address, or the wifi.",
        "server_unreachable": "The server does not answer. Check the address, or try again in a moment.",
        "insecure_address": "This address is not safe: it must begin with https://.",
    },
    other_error="The server did not accept. Ask your coordinator for a new code.",
)
