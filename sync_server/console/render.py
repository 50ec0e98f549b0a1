"""The templates: their environment, the words they may use, and the addresses of static files."""

import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.custody.codes import print_code
from sync_server.console import french
from sync_server.console.typography import FrenchTemplate

HERE = Path(__file__).parent
STATIC_FOLDER = HERE / "static"


def _static_addresses() -> dict[str, str]:
    """Each static file's address, with its content's hash so that it may be kept for ever."""
    return {
        file.name: f"/console/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in STATIC_FOLDER.iterdir()
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.template_class = FrenchTemplate
    words: dict[str, Any] = {
        "static": _static_addresses(),
        "counted": french.counted,
        "how_long": french.how_long,
    }
    environment.globals.update(words)
    environment.filters.update(
        {
            "euros": french.euros,
            "day": french.day,
            "long_day": french.long_day,
            "month": french.month,
            "of_month": french.of_month,
            "clock": french.clock,
            "day_and_clock": french.day_and_clock,
            "whole": french.whole,
            "rate": french.rate,
            "code": print_code,
        }
    )
    return environment


ENVIRONMENT = _environment()
