"""English, the second language of the app."""

from mobile.texts.catalogue import (
    CommissionTexts,
    CommonTexts,
    EnrolTexts,
    RoundTexts,
    SettingsTexts,
    StopTexts,
    SyncTexts,
    Texts,
)
from mobile.texts.en_rescue import RESCUE


def _crates(count: int) -> str:
    return f"{count} crate{'' if count == 1 else 's'}"


def _all_crates(count: int) -> str:
    return "the crate" if count == 1 else f"all {_crates(count)}"


COMMON = CommonTexts(
    app_name="Relais fermier",
    back="Back",
    cancel="Cancel",
    retry="Try again",
    crates=_crates,
    tab_round="Round",
    tab_outbox="To send",
    tab_commissions="Commissions",
    tab_settings="Settings",
    display_error="This could not be displayed. What you recorded is kept.",
    action_error=(
        "That did not work. What you recorded is kept. Try again; if it comes back, call your coordinator."
    ),
    loading="One moment…",
)

ENROL = EnrolTexts(
    title="Enrol this phone",
    lead="Your coordinator gives you a code that lasts 10 minutes.",
    how=(
        "Paste the link you received, or type the code. This once it needs a "
        "network; rounds then work without."
    ),
    code_label="Enrolment code or link",
    code_hint="Paste or type here",
    server_label="Server address",
    server_hint="https://…",
    send="Enrol this phone",
    sending="Asking the server…",
    match_title="Do both screens show these 4 digits?",
    match_help="Read them to your coordinator. If they match, she confirms and this phone opens by itself.",
    waiting="Waiting for the confirmation…",
    start_again="Start again with another code",
    welcome=lambda name: f"Hello {name}",
    errors={
        "wrong_code": "This code is not right. Check it, or ask for a new one.",
        "expired_code": "This code is more than 10 minutes old and no longer works. Ask for a new one.",
        "used_code": "This code has been used already. To be safe it is cancelled: ask for a new one.",
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

ROUND = RoundTexts(
    title="My round",
    stops_done="stops done",
    next_stop="Next stop",
    all_stops="All stops",
    take=lambda n: f"{n} to take",
    leave=lambda n: f"{n} to leave",
    nothing_to_do="Nothing to do here",
    stop_done="Done",
    start="Start the round",
    started_at=lambda hour: f"Started at {hour}",
    open_stop=lambda name: f"Open: {name}",
    finish="End the round",
    finished="Round ended. Thank you!",
    closed="Ended",
    aboard=lambda n: f"{_crates(n)} aboard",
    none_title="No round today",
    none_text=(
        "When your coordinator gives you a round, its stops and crates arrive here by themselves "
        "as soon as the phone has a network. After that none is needed."
    ),
    coming="Coming",
    past="Date past",
    other_rounds="Other rounds",
    stop_count=lambda n: f"{n} stop{'' if n == 1 else 's'}",
)

STOP = StopTexts(
    stop_number=lambda n: f"Stop {n}",
    to_leave="To leave",
    to_take="To take",
    left=lambda n: f"crate{'' if n == 1 else 's'} left",
    taken=lambda n: f"crate{'' if n == 1 else 's'} taken",
    drop_all=lambda n: f"Leave {_all_crates(n)}",
    pick_all=lambda n: f"Take {_all_crates(n)}",
    drop_but=lambda n, out: f"Leave {_crates(n)}, all but {out}",
    pick_but=lambda n, out: f"Take {_crates(n)}, all but {out}",
    except_all=lambda n: f"Report {_crates(n)}",
    next_stop_named=lambda name: f"Next: {name}",
    back_to_round="Back to the round",
    nothing="Nothing to take or leave at this stop.",
    tap_to_except="Tap a crate to set it aside.",
    why_aside=lambda what: f"{what} set aside: why?",
    other_reason="Other…",
    take_back="Put back",
    towards=lambda name: f"for {name}",
    excepted="set aside",
    code_label="Type a crate’s code",
    code_hint="such as 7K2M-9QXC",
    recorded=lambda what, hour: f"Recorded at {hour}: {what}",
    dropped_word=lambda n: f"{_crates(n)} left",
    picked_word=lambda n: f"{_crates(n)} taken",
    excepted_word=lambda n: f"{n} set aside",
    undo="Undo",
    undone="Undone. The crate is to be handled again.",
    correct="Correct",
    recorded_then=lambda code, when: f"{code}, recorded: {when}",
    correct_help=lambda n: (
        "The correction is added, nothing is erased."
        + (f" The {n} crates recorded together are to be done again." if n > 1 else "")
    ),
    insist="Yes, it is so: record",
    not_carried=lambda n: (
        f"{_crates(n)} {'was' if n == 1 else 'were'} not taken on this phone: say why, or record anyway."
    ),
    keep_as_is="Leave it so",
    answer_unknown=lambda code: (
        f"Crate {code} is not known here. Noted: set it aside and call your coordinator."
    ),
    answer_wrong_stop=lambda code, name: f"Crate {code}: wrong stop, it goes to {name}.",
    answer_already_done=lambda code, hour: (
        f"Crate {code}: already done ({hour})." if hour else f"Crate {code}: already done."
    ),
    another_stop="another stop",
    answer_bad_code="This is not a crate’s code: 8 letters or digits, such as 7K2M-9QXC.",
    answer_typing_error="One character is wrong: compare with the label, then type it again.",
    refusals={
        "nothing_to_record": "No crate chosen.",
        "already_done": "That was recorded already.",
        "unknown_crate": "This phone does not know one of these crates. Nothing was recorded.",
        "wrong_stop": "One of these crates is not planned at this stop. Nothing was recorded.",
        "nothing_to_undo": "There is nothing left to undo.",
        "unknown_consignment": "This phone does not know that consignment. Nothing was recorded.",
        "unrecordable": "Too many crates or too much text at once: record it in two goes.",
        "unknown_line": "This line is no longer on this phone.",
        "not_enrolled": "This phone is not enrolled.",
        "evidence_too_large": "This photo is too large. Nothing was recorded: take it again.",
        "evidence_unreadable": "This photo cannot be read. Nothing was recorded: take it again.",
        "too_much_evidence": "Too many photos at once. Nothing was recorded: keep the best ones.",
    },
    other_refusal="Nothing was recorded. Open the stop again and retry.",
    done_group="Already done",
)

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

COMMISSION = CommissionTexts(
    title="My commissions",
    none_title="No commission yet",
    none_text=(
        "As soon as you have taken and left another farm’s crate, and the phone "
        "has exchanged with the server, "
        "the line appears here with its calculation."
    ),
    total="due for the period",
    estimate_note="An estimate until the period is closed.",
    withheld=lambda amount: f"{amount} withheld until proven",
    settled="Settled",
    due="Due",
    withheld_word="Withheld",
    disputed_word="Disputed",
    why=lambda amount: f"Why {amount}?",
    why_title="Why?",
    steps="Step by step",
    scans="The proofs",
    proofs_elsewhere=lambda n: f"and {n} recorded by others",
    tariff=lambda version: f"Tariff {version}",
    crate_part=lambda proven, of: f"{proven} of {_crates(of)}",
    line_count=lambda n: f"{n} line{'' if n == 1 else 's'}",
    line_gone="This line is no longer on this phone. It may be part of a statement.",
    dispute="I dispute this line",
    disputed="Noted; it goes up with your records. Speak of it before the month is closed.",
    other_kind="Another part of the tariff",
)

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
    practice="Good to know",
    practice_lines=(
        "“Recorded” appears once it is written on the phone. You may switch it off right away.",
        "Without a network everything works the same. The pill at the top counts what is left to send.",
        "A mistake? “Undo” adds a correction; nothing is ever erased.",
        "Your position is not read, and no photo is taken.",
    ),
)

ENGLISH = Texts(
    common=COMMON,
    enrol=ENROL,
    round=ROUND,
    stop=STOP,
    sync=SYNC,
    rescue=RESCUE,
    commission=COMMISSION,
    settings=SETTINGS,
)
