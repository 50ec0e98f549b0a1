"""What no answer may be: broken, leaking, naming its insides, changing what was looked at, endless work."""

import json
import re

from shared.sync.outcomes import Problem
from tests.reliability.api_fuzz.access import may_ask
from tests.reliability.api_fuzz.asking import Answered, Asked
from tests.reliability.api_fuzz.composing import as_json
from tests.reliability.api_fuzz.routes import Route
from tests.reliability.api_fuzz.stage import Role, Stage
from tests.reliability.api_fuzz.values import HEADER, MARKUP

# A statement and a byte are the units of work here, not a second.
STATEMENTS_MAX = 400
ANSWER_MAX_BYTES = 1_300_000
# The framework's own refusals besides those of relais/1.
SLUGS = frozenset({each.value for each in Problem} | {"method-not-allowed", "error"})
INSIDES = (
    *("traceback (most recent", "sqlalchemy", "sqlite3.", "psycopg", "pydantic", "operationalerror"),
    *("starlette", "site-packages", "validation error", "no such table", "syntax error at", "0x7f"),
)
_PAGES = frozenset({"text/html"})
# What is handed out to be kept rather than shown.
_FILES = frozenset(
    {
        "text/csv",
        "application/pdf",
        "application/xml",
        "text/plain",
        "application/x-ndjson",
        "application/zip",
    }
)
_PROBLEM_KEYS = {"type", "title", "status", "detail"}
SIGN_IN = "/console/entrer"


def judge(stage: Stage, route: Route, role: Role, asked: Asked, answered: Answered) -> None:
    """Raises: AssertionError naming what was asked."""
    fault = (
        _broken(answered)
        or _form_fault(route, asked, answered)
        or _leak(stage, role, asked, answered)
        or _reflection(answered)
        or _trespass(stage, route, role, asked, answered)
        or _work_fault(stage, asked, answered)
    )
    assert not fault, f"{fault}: {role} {answered.status} {as_json(asked)} -> {answered.content[:300]!r}"


def _broken(answered: Answered) -> str:
    if answered.error:
        return f"an exception came out, {answered.error}"
    return f"a status of {answered.status}" if not 200 <= answered.status < 500 else ""


def _form_fault(route: Route, asked: Asked, answered: Answered) -> str:
    """Phones are answered JSON, and problems as RFC 9457 has them; browsers are answered pages."""
    if asked.method == "HEAD" or not answered.content:
        return ""
    if b"%0A" in asked.path and answered.status == 404:
        # A line break in an address: it depends on where it stands which of the doors has no such page.
        return ""
    if route.is_console and asked.path.startswith(b"/console"):
        kinds = _FILES if answered.header("content-disposition") else _PAGES
        return "" if answered.media_type in kinds else f"a page of type {answered.media_type}"
    if answered.status < 400:
        expected = "text/html" if route.is_public else "application/json"
        return "" if answered.media_type == expected else f"a reply of type {answered.media_type}"
    if answered.media_type != "application/problem+json":
        return f"a problem of type {answered.media_type}"
    told = json.loads(answered.content)
    slug = str(told["type"]).rpartition(":")[2]
    is_ours = slug in SLUGS and told["status"] == answered.status and set(told) <= _PROBLEM_KEYS
    return "" if is_ours else "a problem nobody declared"


def _leak(stage: Stage, role: Role, asked: Asked, answered: Answered) -> str:
    text = answered.content.decode("utf-8", "replace")
    # A cookie is its owner's; everything else in the headers is read like the content.
    text += "\n".join(value for name, value in answered.headers if name != "set-cookie")
    lowered, sent = text.lower(), asked.everything
    for word in INSIDES:
        if word in lowered and word not in sent:
            return f"it names its insides, {word}"
    for canary in stage.canaries():
        if role not in canary.shown_to:
            for spelling in canary.spellings:
                if spelling in text and spelling.lower() not in sent:
                    return f"it shows {spelling}"
    return ""


def _reflection(answered: Answered) -> str:
    if answered.media_type == "text/html" and MARKUP.encode() in answered.content:
        return "what was sent became an element of the page"
    if any(name == HEADER.lower() for name, _ in answered.headers):
        return "what was sent became a header"
    target = answered.header("location")
    leads_out = target and (not target.startswith("/") or re.match(r"[/\\]{2}", target) is not None)
    return f"it leads out, to {target}" if leads_out else ""


def _trespass(stage: Stage, route: Route, role: Role, asked: Asked, answered: Answered) -> str:
    """Whoever may not ask is answered nothing, and changes nothing."""
    if may_ask(route.key, role):
        return ""
    if stage.writes:
        return f"somebody without the right changed something, {stage.writes}"
    if answered.status in (303, 307):
        return "" if answered.header("location").startswith((SIGN_IN, "/console/")) else "it led somewhere"
    # What is no route is nobody's: another method, a path that reads otherwise.
    return "" if answered.status >= 400 or asked.method == "OPTIONS" else "it was answered"


def _work_fault(stage: Stage, asked: Asked, answered: Answered) -> str:
    if stage.statements > STATEMENTS_MAX:
        return f"{stage.statements} statements"
    if len(answered.content) > ANSWER_MAX_BYTES:
        return f"an answer of {len(answered.content)} bytes"
    only_looks = asked.method in ("GET", "HEAD", "OPTIONS", "TRACE")
    return f"looking changed something, {stage.writes}" if only_looks and stage.writes else ""
