"""Papers that take long: a page that says how far, the same paper for whoever asks twice, and nobody else."""

import io
import re
import threading
from html import unescape
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from sync_server.accounts.rights import Right
from sync_server.console import label_parts, statement_archive
from sync_server.console.long_papers import KEPT_MS, LongPapers, PaperAsked, Tell
from tests.builders import restarted
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import FRIDAY, Friday


def asked(make: object, key: str = "k", of: str = "C01") -> PaperAsked:
    return PaperAsked(of, Right.PRINT_LABELS, key, "Étiquettes", 3, ("étiquette", "étiquettes"), "/b",
                      "etiquettes", ("etiquettes", "pdf"), "application/pdf", make)  # type: ignore[arg-type]  # fmt: skip


def all_made() -> None:
    """Waits for the threads that make papers: they end with their paper."""
    for thread in threading.enumerate():
        if thread.name == "long-paper":
            thread.join()


def test_many_labels_come_by_a_page_that_says_how_far_they_are(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_parts, "LABELS_SOON", 4)
    page = camille.read(f"/etiquettes?jour={FRIDAY}")
    assert "Préparer le PDF" in page
    wait = camille.get(f"/etiquettes/caisses.pdf?jour={FRIDAY}")
    assert wait.url.path.startswith("/console/papiers/")
    again = camille.get(f"/etiquettes/caisses.pdf?jour={FRIDAY}")
    assert again.url == wait.url
    all_made()
    done = camille.get(wait.url.path.removeprefix("/console"))
    assert "13 étiquettes : le fichier est prêt" in words(done.text)
    assert "http-equiv" not in done.text
    found = re.search(r'href="/console(/papiers/[0-9a-f]+/fichier)"', done.text)
    assert found
    paper = camille.get(found[1])
    assert paper.headers["content-type"] == "application/pdf"
    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert all(f"{code[:4]}-{code[4:]}" in text for code in friday.all_codes)
    assert camille.get(found[1]).content == paper.content


def test_the_archive_of_a_closed_month_waits_too(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday.is_driven()
    camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    at_once = camille.get("/periodes/2026-11/releves")
    monkeypatch.setattr(statement_archive, "STATEMENTS_SOON", 1)
    wait = camille.get("/periodes/2026-11/releves")
    all_made()
    kept = camille.get(wait.url.path.removeprefix("/console") + "/fichier")
    assert kept.content == at_once.content
    assert len(ZipFile(io.BytesIO(kept.content)).namelist()) == 4


def test_a_paper_is_made_once_however_often_it_is_asked() -> None:
    papers, may_end, begun = LongPapers(), threading.Event(), list[int]()

    def make(tell: Tell) -> bytes:
        begun.append(1)
        tell(2)
        may_end.wait()
        return b"%PDF"

    first = papers.ask(asked(make), 0)
    assert papers.ask(asked(make), 5) == first
    assert papers.find(first, "C02", 5) is None
    may_end.set()
    all_made()
    held = papers.find(first, "C01", 5)
    assert held is not None
    assert (held.content, held.done, begun) == (b"%PDF", 2, [1])
    assert papers.ask(asked(make, of="C02"), 5) != first
    all_made()
    assert papers.find(first, "C01", KEPT_MS + 1) is None


def test_a_paper_that_fails_says_so_and_can_be_asked_again(friday: Friday, camille: Coordinator) -> None:
    papers, turns = LongPapers(), iter((False, True))

    def make(_tell: Tell) -> bytes:
        if next(turns):
            return b"%PDF"
        raise OSError

    paper_id = papers.ask(asked(make), 0)
    all_made()
    held = papers.find(paper_id, "C01", 1)
    assert held is not None
    assert held.is_broken
    assert papers.ask(asked(make), 2) == paper_id
    all_made()
    held = papers.find(paper_id, "C01", 3)
    assert held is not None
    assert held.content == b"%PDF"
    assert camille.get("/papiers/0000").status_code == 410


def test_a_server_that_restarts_says_that_the_paper_is_to_be_asked_again(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_parts, "LABELS_SOON", 4)
    wait = camille.get(f"/etiquettes/caisses.pdf?jour={FRIDAY}")
    all_made()
    done = camille.get(wait.url.path.removeprefix("/console") + "/fichier")
    with restarted(friday.server) as again:
        after = Coordinator(again.client, again.runtime)
        gone = after.get(str(wait.url).partition("/console")[2])
        assert gone.status_code == 410
        assert "Ce papier n'est plus là" in words(gone.text)
        leads_to = re.search(r'<a class="button main" href="/console([^"]+)"', gone.text)
        assert leads_to
        page = after.read(unescape(leads_to[1]))
        assert "Préparer le PDF" in page
        download = re.search(r'href="/console(/etiquettes/caisses.pdf[^"]+)"', page)
        assert download
        waits = after.get(unescape(download[1]))
        all_made()
        made = after.get(waits.url.path.removeprefix("/console") + "/fichier")
        assert made.content == done.content
        # An address made by somebody else leads nowhere else.
        elsewhere = after.get(f"/papiers/{'0' * 32}?vers=https://ailleurs.example").text
        assert "ailleurs.example" not in elsewhere
