"""Whose phone this is: server, device, person and token, in a small file beside the database.

A file of its own, so that a damaged database does not also cost the credential. A vault port replaces
this module when the phone's key store is used.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from mobile.config import LABEL_HOSTS
from mobile.store.folders import flush_folder, write_small_file

FILE_NAME = "enrolment.json"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The credential of this phone: `token` is the bearer token of relais/1."""

    server_url: str
    device_id: str
    person_id: str
    token: str


class _EnrolmentFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    server_url: str
    device_id: str
    person_id: str
    token: str


def label_hosts(enrolment: Enrolment | None) -> tuple[str, ...]:
    """Hosts whose QR labels are ours: that of the server this phone is enrolled with, which prints them."""
    if enrolment is None:
        return LABEL_HOSTS
    return (*LABEL_HOSTS, urlsplit(enrolment.server_url).netloc)


def read_enrolment_file(folder: Path) -> Enrolment | None:
    """The credential kept in a store's folder; None where there is none, or where it cannot be read."""
    try:
        kept = _EnrolmentFile.model_validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return Enrolment(kept.server_url, kept.device_id, kept.person_id, kept.token)


def write_enrolment_file(folder: Path, enrolment: Enrolment | None) -> None:
    """Keep or remove the credential, all of it or nothing, readable by this account only."""
    path = folder / FILE_NAME
    if enrolment is None:
        path.unlink(missing_ok=True)
        flush_folder(folder)
        return
    content = {
        "server_url": enrolment.server_url,
        "device_id": enrolment.device_id,
        "person_id": enrolment.person_id,
        "token": enrolment.token,
    }
    write_small_file(path, json.dumps(content).encode())
