"""What an import says, as JSON for programs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sync_server.imports.confirm import Confirmed
from sync_server.imports.faults import FileRefused, Reject
from sync_server.imports.interpret import Question
from sync_server.imports.preview import AmountChange, Preview, ScopeState
from sync_server.imports.texts import question_sentence, refusal_sentence, reject_sentence


def refused_to_json(refused: FileRefused) -> dict[str, Any]:
    """Why nothing of a file is taken."""
    return {
        "error": "file-refused",
        "status": "refused",
        "reason": refused.fault.value,
        "row": refused.row_no,
        "column": refused.column,
        "sentence": refusal_sentence(refused),
    }


def preview_to_json(preview: Preview) -> dict[str, Any]:
    """The figures, what differs from what is in force, and all that stands in the way."""
    states = Counter(scope.state for scope in preview.scopes)
    return {
        "file": preview.file_name,
        "sha256": preview.sha256,
        "source": preview.source.value,
        "orders": preview.order_count,
        "order_lines": preview.line_count,
        "turnover_cents": preview.amount_ttc_cents,
        "days": list(preview.days),
        "total_rows_passed_over": preview.total_row_count,
        "scopes": {state.value: states[state] for state in ScopeState},
        "producers_changed": _changes(preview.by_producer),
        "places_changed": _changes(preview.by_place),
        "overlaps": [asdict(overlap) for overlap in preview.overlaps],
        "rejects": [_reject(reject) for reject in preview.rejects],
        "questions": [_question(question) for question in preview.questions],
    }


def confirmed_to_json(confirmed: Confirmed) -> dict[str, Any]:
    """How a confirmation ended."""
    consignments = confirmed.consignments
    if consignments is None:
        return {"status": confirmed.outcome.value}
    return {
        "status": confirmed.outcome.value,
        "import_id": confirmed.import_id,
        "consignments_added": consignments.added,
        "consignments_changed": consignments.changed,
        "consignments_cancelled": consignments.cancelled,
        "crates_added": consignments.crates_added,
        "crates_unneeded": consignments.crates_unneeded,
    }


def _changes(changes: Iterable[AmountChange]) -> list[dict[str, Any]]:
    return [
        {"id": change.id, "cents_before": change.cents_before, "cents_after": change.cents_after}
        for change in changes
        if change.difference_cents
    ]


def _reject(reject: Reject) -> dict[str, Any]:
    return {
        "row": reject.row_no,
        "column": reject.column,
        "reason": reject.fault.value,
        "found": reject.found,
        "sentence": reject_sentence(reject),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "asked": question.asked.value,
        "text": question.text,
        "rows": list(question.row_numbers),
        "suggestions": list(question.suggestions),
        "sentence": question_sentence(question),
    }
