"""Ways to spoil a text, a JSON value or bytes: small and seeded, so that its number shows a case again."""

import json
import zlib
from random import Random
from typing import Any, cast

ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "\u0000'\"\\",
    "\ud800",
    "\u202e\u2066évil",
    "ﬁ\u0130ß\u2011\u2013\ufeff",
    "' OR '1'='1",
    "'; DROP TABLE event; --",
    '"><script>alert(1)</script>',
    "=1+1",
    "../../etc/passwd",
    "%s%n{0}{x}",
    "NaN",
    "all",
    "person:P001",
    "🐐" * 40,
    "A" * 5_000,
)
ODD_NUMBERS = (
    0,
    -1,
    1,
    2**31,
    2**53,
    2**53 + 1,
    -(2**53),
    2**63,
    2**64,
    10**400,
    0.5,
    -0.0,
    1e308,
    float("inf"),
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"": None},
    [None] * 50,
    *ODD_TEXTS,
    *ODD_NUMBERS,
)
FRAGMENTS = (
    '"',
    '\\"',
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1e999",
    "-",
    "\n",
    "\x7f",
)
SPOILS_MAX = 3


def spoil_text(text: str, chance: Random) -> str:
    """Some characters lost, doubled, swapped, inserted, or repeated at length."""
    for _ in range(chance.randint(1, SPOILS_MAX)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.randint(0, 12))
        match chance.randrange(7):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:]
            case 2:
                text = text[:start] + chance.choice(FRAGMENTS) + text[start:]
            case 3:
                text = text[:start] + chance.choice(ODD_TEXTS) + text[end:]
            case 4:
                text = (
                    text[:start]
                    + chr(chance.choice((chance.randrange(128), chance.randrange(0xD800))))
                    + text[end:]
                )
            case 5:
                text = text[:start] + text[start:end] * chance.randint(2, 200) + text[end:]
            case _:
                text = text.swapcase() if chance.random() < 0.5 else text[::-1]
    return text


def spoil_json(value: Any, chance: Random) -> Any:
    """The same value with one thing in it odd, gone, renamed, repeated or of another type."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        return _spoil_object(cast(dict[str, Any], value), chance)
    if isinstance(value, list) and value and chance.random() < 0.8:
        return _spoil_list(cast(list[Any], value), chance)
    if isinstance(value, str) and chance.random() < 0.6:
        return spoil_text(value, chance)
    return chance.choice(ODD_VALUES)


def spoil_bytes(content: bytes, chance: Random) -> bytes:
    """Bits turned over, a piece lost, doubled or foreign, an early end."""
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, SPOILS_MAX)):
        start = chance.randint(0, len(spoilt))
        end = min(len(spoilt), start + chance.randint(0, 64))
        match chance.randrange(5):
            case 0 if spoilt:
                spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
            case 1:
                del spoilt[start:end]
            case 2:
                spoilt[start:start] = spoilt[start:end]
            case 3:
                spoilt[start:end] = chance.randbytes(end - start)
            case _:
                del spoilt[chance.randint(0, len(spoilt)) :]
    return bytes(spoilt)


def written(value: Any, chance: Random) -> str:
    """JSON as programs write it, or with a key twice; non-ASCII as it is or escaped."""
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    if isinstance(value, dict) and value and chance.random() < 0.05:
        name, held = chance.choice(list(cast(dict[str, Any], value).items()))
        return f"{{{json.dumps(name)}:{json.dumps(held)},{text[1:]}"
    return text


def deflated(content: bytes, chance: Random) -> bytes:
    """Gzip, zlib or raw deflate; now and then two members, a bomb, or something after the end."""
    window = chance.choice((31, 31, 31, 15, -15))
    packer = zlib.compressobj(chance.choice((0, 1, 9)), zlib.DEFLATED, window)
    padding = b" " * (3 * 2**20) if chance.random() < 0.02 else b""
    packed = packer.compress(padding + content) + packer.flush()
    return packed + (packed if chance.random() < 0.03 else b"")


def _spoil_object(value: dict[str, Any], chance: Random) -> dict[str, Any]:
    name = chance.choice(list(value))
    match chance.randrange(6):
        case 0:
            return {key: held for key, held in value.items() if key != name}
        case 1:
            return {(spoil_text(key, chance) if key == name else key): held for key, held in value.items()}
        case 2:
            return value | {chance.choice(ODD_TEXTS): chance.choice(ODD_VALUES)}
        case _:
            return value | {name: spoil_json(value[name], chance)}


def _spoil_list(value: list[Any], chance: Random) -> list[Any]:
    at = chance.randrange(len(value))
    match chance.randrange(5):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return value[:at] + value[at : at + 1] * chance.randint(2, 120) + value[at + 1 :]
        case 2:
            return chance.sample(value, len(value))
        case _:
            return [*value[:at], spoil_json(value[at], chance), *value[at + 1 :]]
