"""A request for a route by a role: honest in most parts, odd in some, now and then no request at all."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote

from shared.sync.evidence import CHUNK_TYPE, UPLOAD_LENGTH, UPLOAD_NONCE, UPLOAD_OFFSET
from shared.sync.rescue import PACK_MEDIA_TYPE
from shared.sync.rescue_pack import PACK_MAX_BYTES
from tests.reliability.api_fuzz.asking import Asked
from tests.reliability.api_fuzz.honest_words import HONEST_WORDS
from tests.reliability.api_fuzz.routes import FORM, UPLOAD, Field, Route
from tests.reliability.api_fuzz.stage import Role, Stage
from tests.reliability.api_fuzz.values import HEADER, MARKUP, deep, odd_text, odd_value, value_of
from tests.reliability.fuzz.mutations import deflated, spoil_bytes, spoil_json, written
from tests.sync_server.console.world import COLLECTION, FRIDAY, HUB, OAKS

ORDERS = (
    "producteur;point;date_retrait;commande;produit;quantite;montant_ttc\r\n"
    "Ferme des Chênes;Épicerie du bourg, Vigneux;13/11/2026;R1;Pommes;2;12,50\r\n"
    "Ferme du Chêne;Mairie de Sautron;13/11/2026;R2;Poires;1;8,00\r\n"
)
BOUNDARY = "relais-boundary"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "relais")
RAW_TYPES = (CHUNK_TYPE, PACK_MEDIA_TYPE, "image/jpeg", "application/json", "")
HEADER_NAMES = (
    *("Authorization", "Cookie", "Content-Type", "Content-Encoding", "Accept", "Accept-Language", "Origin"),
    *("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Referer", "Sec-Fetch-Site", "Range", "Upgrade"),
)
SEVERAL = 0.05


def honest_ids(stage: Stage) -> Mapping[str, str]:
    """What is there, by the name a path gives it."""
    return {
        "round_id": COLLECTION,
        "item_id": "1",
        "dispute_id": stage.dispute_id,
        "event_id": stage.proposal_id,
        "code": stage.friday.all_codes[0],
        "day": FRIDAY,
        "device_id": stage.spare_device,
        "enrolment_id": "2",
        "period": FRIDAY[:7],
        "span": FRIDAY[:7],
        "number": "1",
        "person_id": OAKS,
        "file_id": stage.file_id,
        "import_id": "1",
        "key": "mouvements",
        "paper_id": "0" * 32,
        "batch_id": "0199c1f2-0000-7000-8000-000000000003",
        "token": "x" * 43,
        "user_id": "C01",
        "act": "facteur",
        "name": stage.evidence_name,
        "place_id": HUB,
        "compartment": "L01-3",
        "version": "1",
        "draft_id": "1",
    }


def compose(stage: Stage, route: Route, role: Role, chance: Random, oddness: float) -> Asked:
    """The request; with no oddness it is the one an honest program sends."""
    headers = credentials(stage, role)
    media_type, content = _content(stage, route, role, chance, oddness)
    if media_type:
        headers["Content-Type"] = media_type
    if "/blobs/" in route.path:
        headers |= _upload_headers(content, chance, oddness)
    if route.is_console and chance.random() >= oddness / 3:
        headers["Sec-Fetch-Site"] = "same-origin"
    method = chance.choice(METHODS) if chance.random() < oddness / 8 else route.method
    if chance.random() < oddness / 3:
        _spoil_headers(headers, chance)
    if media_type == "application/json" and chance.random() < oddness / 2:
        content, headers["Content-Encoding"] = deflated(content, chance), "gzip"
    return Asked(
        method,
        _path(stage, route, chance, oddness),
        _query(route, chance, oddness),
        tuple((name.lower().encode(), _as_header(value)) for name, value in headers.items()),
        content,
    )


def credentials(stage: Stage, role: Role) -> dict[str, str]:
    """The word this role comes with, at whichever door it asks."""
    if role in stage.phones:
        return {"Authorization": f"Bearer {stage.phones[role].token}"}
    return {"Cookie": f"sid={stage.tokens[role]}"} if role in stage.tokens else {}


def _upload_headers(content: bytes, chance: Random, oddness: float) -> dict[str, str]:
    said = {UPLOAD_OFFSET: "0", UPLOAD_LENGTH: str(len(content)), UPLOAD_NONCE: "bm9uY2U="}
    return {name: odd_text(chance) if chance.random() < oddness else value for name, value in said.items()}


def _path(stage: Stage, route: Route, chance: Random, oddness: float) -> bytes:
    path, honest = route.path, honest_ids(stage)
    for each in route.in_path:
        name = each.name
        text = odd_text(chance) if chance.random() < oddness else honest[name]
        path = path.replace(f"{{{name}}}", _quoted(text))
    return path.encode("ascii")


def _query(route: Route, chance: Random, oddness: float) -> bytes:
    pairs = [(each.name, _word(each, chance, oddness)) for each in route.in_query if chance.random() < 0.7]
    if chance.random() < oddness:
        pairs.append((chance.choice(("fait", "page", "vers", odd_text(chance))), odd_text(chance)))
    if pairs and chance.random() < SEVERAL:
        pairs += pairs
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()
    return spoil_bytes(query, chance) if chance.random() < oddness / 8 else query


def _word(field: Field, chance: Random, oddness: float) -> str:
    if chance.random() < oddness:
        return odd_text(chance)
    if field.name in HONEST_WORDS:
        return chance.choice(HONEST_WORDS[field.name])
    return str(value_of(field.schema, chance, 0))


def _content(stage: Stage, route: Route, role: Role, chance: Random, oddness: float) -> tuple[str, bytes]:
    match route.media_type:
        case "":
            return "", b""
        case "application/json":
            return "application/json", _json(stage, route, role, chance, oddness)
        case _ if route.media_type == FORM:
            return _form(route, chance, oddness)
        case _ if route.media_type == UPLOAD:
            return f"{UPLOAD}; boundary={BOUNDARY}", _upload(chance, oddness)
        case _ if chance.random() >= oddness:
            return (CHUNK_TYPE if "/blobs/" in route.path else PACK_MEDIA_TYPE), chance.randbytes(300)
        case _:
            size = chance.choice((0, 1, 300, 70_000, PACK_MAX_BYTES + 1 if chance.random() < 0.02 else 9))
            return chance.choice(RAW_TYPES), chance.randbytes(size)


def _json(stage: Stage, route: Route, role: Role, chance: Random, oddness: float) -> bytes:
    asked = _honest_json(stage, route, role, chance)
    if chance.random() < oddness:
        assert route.body is not None
        match chance.randrange(6):
            case 0:
                return deep(chance)
            case 1:
                asked = odd_value(chance)
            case 2 | 3:
                asked = value_of(route.body, chance, oddness / 3)
            case _:
                asked = spoil_json(asked, chance)
    content = written(asked, chance).encode("utf-8", "surrogatepass")
    return spoil_bytes(content, chance) if chance.random() < oddness / 8 else content


def _honest_json(stage: Stage, route: Route, role: Role, chance: Random) -> Any:
    if route.path == "/v1/enrol":
        return {"code": stage.enrolment_code, "device": "Fairphone", "nonce": "bm9uY2U="}
    if route.path == "/v1/enrol/poll":
        return {"claim": stage.claim}
    phone = stage.phones.get(role, stage.phones[Role.PRODUCER])
    asked = phone.request(phone.stretch() if chance.random() < 0.5 else None)
    if chance.random() < 0.3:
        # Whatever names something of somebody else's: the log, the history, the cursor.
        other = stage.phones[chance.choice(list(stage.phones))]
        asked |= chance.choice(({"log": other.stretch()}, {"cursor": other.cursor}, {"clk": None}))
    return asked


def _form(route: Route, chance: Random, oddness: float) -> tuple[str, bytes]:
    assert route.body is not None
    pairs = [
        (name, _word(Field(name, schema), chance, oddness))
        for name, schema in route.body.get("properties", {}).items()
        if chance.random() >= oddness / 4
    ]
    if chance.random() < oddness / 2:
        pairs.append((odd_text(chance), odd_text(chance)))
    # Too many fields are refused before anybody is asked who they are: no honest form has them.
    if oddness and chance.random() < SEVERAL:
        pairs *= chance.choice((2, 2_000))
    if chance.random() < oddness / 4:
        parts = [_part(name, "", value.encode("utf-8", "replace"), chance) for name, value in pairs]
        return f"{UPLOAD}; boundary={BOUNDARY}", b"".join([*parts, _END])
    content = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()
    return FORM, spoil_bytes(content, chance) if chance.random() < oddness / 6 else content


_END = f"--{BOUNDARY}--\r\n".encode()


def _upload(chance: Random, oddness: float) -> bytes:
    content = ORDERS.encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")))
    name = "semaine 46.csv"
    if chance.random() < oddness:
        match chance.randrange(5):
            case 0:
                content = spoil_bytes(content, chance)
            case 1:
                content = ORDERS.replace("Pommes", odd_text(chance)).encode("utf-8", "replace")
            case 2:
                content = ORDERS.replace("12,50", odd_text(chance)).encode("utf-8", "replace")
            case 3:
                content = chance.choice(
                    (b"", b"PK\x03\x04", b"\x00" * 4_000, b"\xff\xfe", b";" * 60_000, b"\n" * 60_000)
                )
            case _:
                name = odd_text(chance)
    whole = (
        _part("file" if chance.random() >= oddness / 8 else odd_text(chance), name, content, chance) + _END
    )
    return spoil_bytes(whole, chance) if chance.random() < oddness / 8 else whole


def _part(name: str, file_name: str, content: bytes, chance: Random) -> bytes:
    said = f'; filename="{file_name}"' if file_name else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{said}\r\n'.encode(
        "utf-8", "replace"
    )
    kind = b"Content-Type: text/csv\r\n" if file_name and chance.random() < 0.8 else b""
    return head + kind + b"\r\n" + content + b"\r\n"


def _spoil_headers(headers: dict[str, str], chance: Random) -> None:
    name = chance.choice(HEADER_NAMES)
    headers[name] = chance.choice(
        (
            odd_text(chance),
            headers.get(name, "")[:-1],
            f"{headers.get(name, '')}x",
            f"x{HEADER}",
            f"{MARKUP}>",
            "*",
        )
    )


def _as_header(value: str) -> bytes:
    # What a server's parser lets through: no line break and no NUL.
    return "".join(each for each in value if each not in "\r\n\x00").encode("utf-8", "replace").strip()


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def as_json(asked: Asked) -> str:
    """A request as it is shown where it broke something."""
    return json.dumps(
        {
            "asked": f"{asked.method} {asked.path.decode()}?{asked.query.decode('latin-1')}"[:400],
            "headers": {name.decode(): value[:80].decode("latin-1") for name, value in asked.headers},
            "content": asked.content[:300].decode("latin-1"),
        },
        ensure_ascii=False,
    )
