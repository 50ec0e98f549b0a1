"""English: Arrêt: dépôt et collecte."""

from mobile.texts.en.counting import all_crates, crates
from mobile.texts.shape.stop import StopTexts

STOP = StopTexts(
    stop_number=lambda n: f"Stop {n}",
    to_leave="To leave",
    to_take="To take",
    left=lambda n: f"crate{'' if n == 1 else 's'} left",
    taken=lambda n: f"crate{'' if n == 1 else 's'} taken",
    drop_all=lambda n: f"Leave {all_crates(n)}",
    pick_all=lambda n: f"Take {all_crates(n)}",
    drop_but=lambda n, out: f"Leave {crates(n)}, all but {out}",
    pick_but=lambda n, out: f"Take {crates(n)}, all but {out}",
    except_all=lambda n: f"Report {crates(n)}",
    next_stop_named=lambda name: f"Next: {name}",
    back_to_round="Back to the round",
    nothing="Nothing to take or leave at this stop.",
    tap_to_except="Tap a crate to set it aside.",
    back_to_crates="Back to the crates",
    proof_note="Without a photo: a word",
    why_aside=lambda what: f"{what} set aside: why?",
    other_reason="Other…",
    take_back="Put back",
    towards=lambda name: f"for {name}",
    excepted="set aside",
    code_label="Type a crate’s code",
    code_hint="such as 7K2M-9QXC",
    recorded=lambda what, hour: f"Recorded at {hour}: {what}",
    dropped_word=lambda n: f"{crates(n)} left",
    picked_word=lambda n: f"{crates(n)} taken",
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
        f"{crates(n)} {'was' if n == 1 else 'were'} not taken on this phone: say why, or record anyway."
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
        "text_too_long": "This note is too long. Nothing was recorded: make it shorter.",
        "unknown_line": "This line is no longer on this phone.",
        "not_enrolled": "This phone is not enrolled.",
        "evidence_too_large": "This photo is too large. Nothing was recorded: take it again.",
        "evidence_unreadable": "This photo cannot be read. Nothing was recorded: take it again.",
        "too_much_evidence": "Too many photos at once. Nothing was recorded: keep the best ones.",
    },
    other_refusal="Nothing was recorded. Open the stop again and retry.",
    done_group="Already done",
    more="Also at this stop",
    records="Recorded at this stop",
    more_records=lambda n: f"Show {n} more",
    withdrawn="withdrawn",
    photos=lambda n: f"{n} photo{'' if n == 1 else 's'}",
)
