"""The catalogue's shape: one field for each sentence, so that a missing translation is a type error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Counted = Callable[[int], str]
Filled = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonTexts:
    """Words used on several screens."""

    app_name: str
    back: str
    cancel: str
    retry: str
    crates: Counted
    tab_round: str
    tab_outbox: str
    tab_commissions: str
    tab_settings: str
    display_error: str
    action_error: str
    loading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolTexts:
    """Inscription."""

    title: str
    lead: str
    how: str
    code_label: str
    code_hint: str
    server_label: str
    server_hint: str
    send: str
    sending: str
    match_title: str
    match_help: str
    waiting: str
    start_again: str
    welcome: Filled
    errors: Mapping[str, str]
    other_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTexts:
    """Ma tournée."""

    title: str
    stops_done: str
    next_stop: str
    all_stops: str
    take: Counted
    leave: Counted
    nothing_to_do: str
    stop_done: str
    start: str
    started_at: Filled
    open_stop: Filled
    finish: str
    finished: str
    closed: str
    aboard: Counted
    none_title: str
    none_text: str
    coming: str
    past: str
    other_rounds: str
    stop_count: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTexts:
    """Arrêt: dépôt et collecte."""

    stop_number: Counted
    to_leave: str
    to_take: str
    left: Counted
    taken: Counted
    drop_all: Counted
    pick_all: Counted
    drop_but: Callable[[int, int], str]
    pick_but: Callable[[int, int], str]
    except_all: Counted
    next_stop_named: Filled
    back_to_round: str
    nothing: str
    tap_to_except: str
    why_aside: Filled
    other_reason: str
    take_back: str
    towards: Filled
    excepted: str
    code_label: str
    code_hint: str
    recorded: Callable[[str, str], str]
    dropped_word: Counted
    picked_word: Counted
    excepted_word: Counted
    undo: str
    undone: str
    correct: str
    recorded_then: Callable[[str, str], str]
    correct_help: Counted
    insist: str
    not_carried: Counted
    keep_as_is: str
    answer_unknown: Filled
    answer_wrong_stop: Callable[[str, str], str]
    answer_already_done: Callable[[str, str], str]
    another_stop: str
    answer_bad_code: str
    answer_typing_error: str
    refusals: Mapping[str, str]
    other_refusal: str
    done_group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncTexts:
    """À envoyer."""

    title: str
    pill_pending: Counted
    pill_all_sent: str
    pending: str
    received: str
    safe: str
    pending_help: str
    received_help: str
    safe_help: str
    oldest: Filled
    last_sync: Filled
    never_synced: str
    evidence_waiting: Counted
    evidence_refused: Counted
    send_now: str
    sending: str
    offline: str
    enrol_again: str
    problems: Mapping[str, str]
    other_problem: str
    review_title: str
    review_help: str
    review_line: Callable[[int, str], str]
    review_reasons: Mapping[str, str]
    salvaged: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueTexts:
    """Confier à un collègue, porter pour un autre."""

    entrust_title: str
    entrust_lead: Counted
    entrust_promise: str
    save_file: str
    file_given: Callable[[int, str], str]
    file_not_given: str
    pictures_title: str
    pictures_lead: str
    pictures_facts: Counted
    picture_of: Callable[[int, int], str]
    pause: str
    go_on: str
    next_picture: str
    nothing_to_show: Mapping[str, str]
    carried_title: str
    carried_none: str
    carried_facts: Callable[[int, str], str]
    states: Mapping[str, str]
    state_help: Mapping[str, str]
    reasons: Mapping[str, str]
    other_reason: str
    take_file: str
    taken: Callable[[int, str], str]
    taken_before: Filled
    not_taken: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionTexts:
    """Mes commissions et « pourquoi ? »."""

    title: str
    none_title: str
    none_text: str
    total: str
    estimate_note: str
    withheld: Filled
    settled: str
    due: str
    withheld_word: str
    disputed_word: str
    why: Filled
    why_title: str
    steps: str
    scans: str
    proofs_elsewhere: Counted
    tariff: Filled
    crate_part: Callable[[int, int], str]
    line_count: Counted
    line_gone: str
    dispute: str
    disputed: str
    other_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsTexts:
    """Réglages."""

    title: str
    language: str
    language_names: Mapping[str, str]
    text_size: str
    text_sizes: Mapping[str, str]
    theme: str
    themes: Mapping[str, str]
    phone: str
    person: str
    device: str
    server: str
    version: str
    update_wanted: Callable[[str], str]
    practice: str
    practice_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything the phone can say in one language."""

    common: CommonTexts
    enrol: EnrolTexts
    round: RoundTexts
    stop: StopTexts
    sync: SyncTexts
    rescue: RescueTexts
    commission: CommissionTexts
    settings: SettingsTexts
