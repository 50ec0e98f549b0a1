"""English: À envoyer."""

from mobile.texts.shape.sync import SyncTexts

SYNC = SyncTexts(
    title="To send",
    pill_pending=lambda n: f"{n} to send",
    pill_all_sent="All sent",
    pending="to send",
    received="received",
    safe="safe",
    pending_help="Kept on this phone, sent as soon as it has a network.",
    received_help="Arrived at the co-op’s server.",
    safe_help="Copied into the server’s backup.",
    oldest=lambda age: f"The oldest has been waiting for {age}.",
    last_sync=lambda when: f"Last successful exchange: {when}.",
    evidence_waiting=lambda n: f"Photos, signatures, positions still to be sent: {n}.",
    evidence_refused=lambda n: f"Photos the server cannot read, kept here: {n}.",
    never_synced="No successful exchange from this phone yet.",
    send_now="Send now",
    sending="Sending…",
    offline="No network: everything is kept and sent as soon as possible.",
    enrol_again="Enrol this phone again",
    problems={
        "pull-refused": "What you recorded was sent, but your coordinator withdrew this phone.",
        "unknown-device": (
            "This phone is no longer enrolled. What you recorded is kept: ask your coordinator for a code."
        ),
        "revoked": "Your coordinator withdrew this phone. What you recorded is kept: call her.",
        "upgrade-required": "A newer version is needed to receive. What you recorded is sent all the same.",
        "maintenance": "The server is being serviced: another try later.",
        "rate": "The server asks to wait: another try in a minute.",
        "timeout": "The network is too slow here: another try later.",
        "envelope": (
            "The server does not understand this phone. What you recorded is kept: contact your coordinator."
        ),
    },
    other_problem="The last exchange did not succeed. What you recorded is kept; another try soon.",
    review_title="To review",
    review_help="Received and kept by the server, but your coordinator must read them again.",
    review_line=lambda seq, reason: f"No. {seq}: {reason}",
    review_reasons={
        "not-json": "unreadable",
        "duplicate-keys": "written twice",
        "missing-field": "incomplete",
        "bad-field": "a value is not possible",
        "unknown-kind": "of a kind the server does not know",
        "unknown-version": "written by too new a version",
        "too-large": "too long",
        "id-reused": "another bears the same number",
        "wrong-device": "written by another phone",
        "revoked": "written after the phone was withdrawn",
    },
    salvaged=lambda n: f"The phone’s memory was damaged: {n} record{'' if n == 1 else 's'} rescued.",
)
