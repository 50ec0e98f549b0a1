"""A photo as somebody sends it who read of `HEAD/PATCH /v1/blobs/…` and `Upload-Offset`, and no more."""

from hashlib import sha256

import httpx
import pytest

from tests.builders import ServerInProcess
from tests.builders_evidence import a_large_photo, a_photo
from tests.contract.foreign_client import ForeignPhone, slug

CHUNK = 64 * 1024


def ask(phone: ForeignPhone, name: str) -> int:
    """How far the server is."""
    answer = phone.http.head(f"/v1/blobs/{name}", headers={"Authorization": f"Bearer {phone.token}"})
    assert answer.is_success
    return int(answer.headers["upload-offset"])


def send(phone: ForeignPhone, name: str, offset: int, chunk: bytes) -> httpx.Response:
    """One chunk, with nothing said of it but where it begins."""
    headers = {"Authorization": f"Bearer {phone.token}", "Upload-Offset": str(offset)}
    return phone.http.patch(f"/v1/blobs/{name}", content=chunk, headers=headers)


def names(phone: ForeignPhone, content: bytes) -> str:
    """A pushed incident names these bytes, and the server asks for them."""
    name = sha256(content).hexdigest()
    evidence = {"gps": None, "photos": [f"sha256:{name}"], "signature": None}
    phone.records(phone.body(place="R1", evidence=evidence))
    said = phone.sync(phone.log.stretch(len(phone.log.bodies)))
    assert said["log"]["quarantined"] == []
    assert name in said["blobs"]["missing"]
    return name


@pytest.mark.parametrize("size", [CHUNK, 10_000])
def test_a_bare_picture_goes_up_from_where_it_stands(
    server: ServerInProcess, phone: ForeignPhone, size: int
) -> None:
    photo = a_large_photo()
    assert len(photo) > CHUNK
    name = names(phone, photo)
    assert send(phone, name, 0, photo[:size]).is_success
    # The line breaks here; the rest goes on from what the server says.
    while (offset := ask(phone, name)) < len(photo):
        assert send(phone, name, offset, photo[offset : offset + size]).is_success
    assert phone.sync()["blobs"]["missing"] == []
    ((kept, shown),) = server.rows_of("SELECT original, shown FROM evidence_content")
    assert kept == photo
    assert shown.startswith(b"\xff\xd8")
    assert shown != photo


def test_what_does_not_fit_is_told_where_to_go_on(phone: ForeignPhone) -> None:
    photo = a_large_photo()
    name = names(phone, photo)
    send(phone, name, 0, photo[:CHUNK])
    answer = send(phone, name, 5, photo[5:99])
    assert (slug(answer), answer.headers["upload-offset"]) == ((409, "offset"), str(CHUNK))
    assert slug(send(phone, name, CHUNK, photo[: CHUNK + 1])) == (413, "too-large")
    assert ask(phone, name) == CHUNK


def test_what_is_no_picture_is_no_evidence(phone: ForeignPhone) -> None:
    for content in (b'{"lat":47.2,"lon":-1.5}', b"<html>", a_photo()[:40]):
        name = names(phone, content)
        assert slug(send(phone, name, 0, content)) == (422, "not-evidence")
    unasked = sha256(b"unasked").hexdigest()
    for path in (unasked, "zz", unasked.upper(), "..%2f..%2fetc%2fpasswd"):
        assert send(phone, path, 0, b"unasked").status_code == 404
