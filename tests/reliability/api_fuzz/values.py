"""Values for a schema, as asked for or as an enemy would send them: dictionaries, extremes, depth."""

from random import Random
from typing import Any

from tests.reliability.api_fuzz.routes import Schema

# What no page may ever send back as it came: it would be an element, or a header.
MARKUP = "<relais-canary"
HEADER = "X-Relais-Injected"
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE event; --",
    '" OR 1=1 --',
    "1); DELETE FROM device; --",
    "1 UNION SELECT token_sha256 FROM device",
    "%",
    "_%",
    "\\",
    "$1",
    "?",
    ":name",
)
HTML = (
    f'"><{MARKUP[1:]} onmouseover=alert(1)>',
    f"{MARKUP}>",
    f"'>{MARKUP}/>",
    f"</script>{MARKUP}>",
    f"--!>{MARKUP}>",
    "javascript:alert(1)",
    "{{7*7}}",
    "{% raw %}",
    "&lt;b&gt;",
)
LINES = (f"x\r\n{HEADER}: 1", f"\r\n\r\n{MARKUP}>", "\n", "\r", "\u2028", "\x85")
UNREADABLE = ("\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufeff", "\u202e\u2066", "\x7f\x1b[2J", "\ufffe")
PATHS = (
    *(
        "../../etc/passwd",
        ".",
        "..",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "https://ailleurs.example/",
    ),
    *("/console/../../v1/version", "file:///etc/passwd", "con", "a/b", "/console/\t//ailleurs.example"),
)
NUMBERS = (
    *("0", "-1", "1e400", "9" * 19, "9" * 30, "9" * 5_000, "2147483648", "9223372036854775808", "NaN", "1_0"),
    *(" 1", "0x10", "1.0", "٣", "²", "-9223372036854775809", "1", "2"),
)
DATES = (
    *("2026-13", "0000-00", "2026-02-30", "9999-12", "10000-01", "2026-1", "-001-01", "2026-11-06T"),
    *("0001-01-01", "9999-12-31", "٢٠٢٦-١١", "2026-W45", "0001-01", "9999-01-01"),
)
LONG = ("é" * 300, "🐐" * 90, "A" * 5_000, " " * 1_000, "'" * 2_000, "İ" * 81)
ODD_TEXTS = (*SQL, *HTML, *LINES, *UNREADABLE, *PATHS, *NUMBERS, *DATES, *LONG, "", "null", "true", "all")
ODD_NUMBERS: tuple[Any, ...] = (0, -1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**400, 0.5, -0.0, 1e308, True)
DEPTHS = (30, 200, 20_000)


def odd_text(chance: Random) -> str:
    """One of the dictionary, or two of it in a row."""
    text = chance.choice(ODD_TEXTS)
    return text + chance.choice(ODD_TEXTS) if chance.random() < 0.15 else text


def odd_value(chance: Random) -> Any:
    """Anything JSON can hold, and some that it cannot."""
    match chance.randrange(7):
        case 0:
            return None
        case 1:
            return chance.choice(ODD_NUMBERS)
        case 2:
            return [odd_text(chance) for _ in range(chance.choice((0, 1, 1, 3, 300)))]
        case 3:
            return {odd_text(chance): odd_text(chance)}
        case _:
            return odd_text(chance)


def value_of(schema: Schema, chance: Random, oddness: float) -> Any:
    """A value as the schema asks for, any part of it odd with this likelihood."""
    if chance.random() < oddness:
        return odd_value(chance)
    for name in ("anyOf", "oneOf"):
        if name in schema:
            return value_of(chance.choice(schema[name]), chance, oddness)
    if "enum" in schema or "const" in schema:
        return chance.choice(schema.get("enum", [schema.get("const")]))
    match schema.get("type"):
        case "object":
            return _object(schema, chance, oddness)
        case "array":
            count = chance.choice((0, 1, 2, 7))
            return [value_of(schema.get("items", {}), chance, oddness) for _ in range(count)]
        case _:
            return _plain(schema, chance)


def _plain(schema: Schema, chance: Random) -> Any:
    match schema.get("type"):
        case "integer" | "number":
            least, most = schema.get("minimum", -(10**6)), schema.get("maximum", 10**6)
            return chance.choice((least, most, chance.randint(int(least), int(most))))
        case "boolean":
            return chance.random() < 0.5
        case "null":
            return None
        case _:
            return text_of(schema, chance)


def text_of(schema: Schema, chance: Random) -> str:
    """A text of a permitted length; those with a pattern are hexadecimal digits or a UUID with us."""
    pattern = str(schema.get("pattern", ""))
    if "{64}" in pattern:
        return chance.randbytes(32).hex()
    if "{12}" in pattern:
        digits = chance.randbytes(16).hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    least = int(schema.get("minLength", 0))
    size = chance.choice((least, min(int(schema.get("maxLength", 40)), 400), least + 3))
    return "".join(chance.choice("abc019é -_'\"&;<>") for _ in range(size))


def deep(chance: Random) -> bytes:
    """Brackets or objects within each other, well closed or not."""
    depth = chance.choice(DEPTHS)
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")))
    return opening * depth + b"1" + closing * (depth if chance.random() < 0.7 else 0)


def _object(schema: Schema, chance: Random, oddness: float) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    made = {
        name: value_of(held, chance, oddness)
        for name, held in schema.get("properties", {}).items()
        if name in required or chance.random() < 0.6
    }
    if chance.random() < oddness and made:
        made.pop(chance.choice(list(made)))
    if chance.random() < oddness:
        # Nobody becomes a treasurer by saying so.
        made |= {"role": "treasurer", "person": "P001", "amount_cents": 1, odd_text(chance): odd_text(chance)}
    return made
