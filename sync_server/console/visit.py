"""Who is looking, at which instant, through which transaction: what every page receives."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from shared.errors import RelaisError
from sync_server.accounts.console_sessions import Visitor, find_visitor, keep_console_session
from sync_server.accounts.rights import Right
from sync_server.backup.french import awaited_sentence, restored_sentence
from sync_server.backup.queries import phones_not_back
from sync_server.console import french
from sync_server.console.menu import ENTRIES, GroupShown, menu_on
from sync_server.console.notices import NOTICES
from sync_server.console.render import ENVIRONMENT
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.reconciliation.queries import count_open

# Whom it keeps from closing, or who can do something about a phone that is awaited.
_TOLD_OF_A_RESTORE = {Right.MANAGE_PHONES, Right.CLOSE_PERIOD}


class SignInNeeded(RelaisError):
    """Nobody is signed in; `goes_to` is where the visitor wanted to go."""

    code = "sign-in-needed"

    def __init__(self, goes_to: str) -> None:
        self.goes_to = goes_to
        super().__init__()


class RightMissing(RelaisError):
    """The visitor lacks the right this route asks for; `home` is the first page he may open."""

    code = "right-missing"

    def __init__(self, right: Right, home: str | None) -> None:
        self.home = home
        super().__init__(right=right.value)


class FactorNeeded(RelaisError):
    """The password was right and the second factor is still to come, or to be set up."""

    code = "factor-needed"

    def __init__(self, goes_to: str) -> None:
        self.goes_to = goes_to
        super().__init__()


class StepUpNeeded(RelaisError):
    """Where money is at stake the second factor must have been shown within the last minutes.

    `goes_to` is where the form that waits was sent, `sentence` what was wrong with the code tried.
    """

    code = "step-up-needed"

    def __init__(self, goes_to: str, sentence: str = "") -> None:
        self.goes_to, self.sentence = goes_to, sentence
        super().__init__()


class PageMissing(RelaisError):
    """What the address names is not in this network."""

    code = "page-missing"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody signed in, inside one transaction."""

    visitor: Visitor
    session: Session
    now_ms: int
    runtime: Runtime
    notice: str

    def may(self, right: Right) -> bool:
        """Whether the visitor's roles give this right."""
        return right in self.visitor.rights

    @property
    def is_fresh(self) -> bool:
        """Whether the second factor was shown within minutes; the demonstration's link stands for one."""
        is_demo = self.runtime.settings.demo and not self.visitor.has_factor
        return is_demo or self.visitor.is_fresh(self.now_ms)

    @property
    def today(self) -> date:
        """Today where the co-op is."""
        return french.local_day(self.now_ms)

    def random_bytes(self, count: int) -> bytes:
        """Fresh randomness for a token or a code."""
        return self.runtime.random_bytes(count)


@dataclass(frozen=True, slots=True)
class RestoredBanner:
    """That the database was restored, and whose phones are still awaited."""

    says: str
    awaited: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page around a context needs; `rights` decides which links and buttons it shows."""

    menu: tuple[GroupShown, ...]
    rights: frozenset[Right]
    is_fresh: bool
    visitor_name: str
    notice: str
    is_demo: bool
    restored: RestoredBanner | None


def runtime_of(request: Request) -> Runtime:
    """What the application was composed with."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def cookie_name(runtime: Runtime) -> str:
    """The session cookie's name: the `__Host-` prefix asks for https, which loopback has not."""
    return "__Host-sid" if is_https(runtime) else "sid"


def is_https(runtime: Runtime) -> bool:
    """Whether browsers reach this console over https."""
    return urlsplit(runtime.settings.effective_public_url).scheme == "https"


def _signed_in(request: Request, session: Session, asked: "ReadingWith | WritingWith") -> Visit:
    runtime = runtime_of(request)
    now_ms = runtime.now_ms()
    token = request.cookies.get(cookie_name(runtime))
    visitor = find_visitor(session, token, now_ms) if token else None
    if visitor is None:
        raise SignInNeeded(_address(request))
    if visitor.is_half and not asked.is_half_enough:
        raise FactorNeeded(_address(request))
    if asked.right not in visitor.rights:
        raise RightMissing(asked.right, home_of(visitor))
    return Visit(visitor, session, now_ms, runtime, NOTICES.get(request.query_params.get("fait", ""), ""))


def home_of(visitor: Visitor) -> str | None:
    """The first page of the menu this visitor may open."""
    return next((entry.address for entry in ENTRIES if entry.right in visitor.rights), None)


def _address(request: Request) -> str:
    # Not `request.url`, which cannot be had where the query is no UTF-8.
    query = request.scope["query_string"].decode("latin-1")
    return request.scope["path"] + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class ReadingWith:
    """A visit that only looks, for whoever has the right.

    `is_half_enough`: also while the second factor is still to come.
    """

    right: Right
    is_half_enough: bool = False

    def __call__(self, request: Request) -> Generator[Visit]:
        """Raises: SignInNeeded, FactorNeeded, RightMissing."""
        runtime = runtime_of(request)
        with read(runtime.database) as session:
            visit = _signed_in(request, session, self)
            kept = visit.visitor.is_to_be_kept(visit.now_ms)
            if not kept:
                yield visit
                return
        with begin(runtime.database) as session:
            keep_console_session(session, request.cookies[cookie_name(runtime)], visit.now_ms)
        with read(runtime.database) as session:
            yield _signed_in(request, session, self)


@dataclass(frozen=True, slots=True)
class WritingWith:
    """A visit that may change something, for whoever has the right: committed before the answer leaves.

    `is_half_enough`: also while the second factor is still to come. `is_fresh_needed`: only with a second
    factor shown within the last minutes.
    """

    right: Right
    is_half_enough: bool = False
    is_fresh_needed: bool = False

    def __call__(self, request: Request) -> Generator[Visit]:
        """Raises: SignInNeeded, FactorNeeded, RightMissing, StepUpNeeded."""
        runtime = runtime_of(request)
        with begin(runtime.database) as session:
            visit = _signed_in(request, session, self)
            if self.is_fresh_needed and not visit.is_fresh:
                raise StepUpNeeded(_address(request))
            yield visit


def reading_with(right: Right, *, is_half_enough: bool = False) -> Any:
    """Dependency of a page that only looks: `visit: Annotated[Visit, reading_with(Right.SEE_ROUNDS)]`."""
    return Depends(ReadingWith(right, is_half_enough), scope="function")


def writing_with(right: Right, *, is_half_enough: bool = False, is_fresh_needed: bool = False) -> Any:
    """Dependency of a form that changes something: `visit: Annotated[Visit, writing_with(Right.DECIDE)]`.

    Closing and paying ask `is_fresh_needed`: the form waits until a fresh code was typed, then goes on.
    """
    return Depends(WritingWith(right, is_half_enough, is_fresh_needed), scope="function")


# A number that a column cannot hold is nobody's, and no reason to break over.
ROW_NUMBER_MAX = 2**31 - 1
RowNumber = Annotated[int, Path(ge=0, le=ROW_NUMBER_MAX)]
# The number of a row in the part after `?`, where a form may also leave it empty.
RowAsked = Annotated[str, Query(max_length=20)]


def page(visit: Visit, section: str, template: str, context: object, status: int = 200) -> HTMLResponse:
    """A page of the console: its template over its typed context, `c` in the template."""
    return HTMLResponse("".join(rendering(visit, section, template, context)), status_code=status)


def rendering(visit: Visit, section: str, template: str, context: object) -> Iterator[str]:
    """The same page in pieces as they are made, for one whose context is long to compute."""
    rights = visit.visitor.rights
    frame = Frame(
        menu_on(section, _tallies(visit), rights),
        rights,
        visit.is_fresh,
        visit.visitor.name,
        visit.notice,
        visit.runtime.settings.demo,
        _restored(visit.session) if rights & _TOLD_OF_A_RESTORE else None,
    )
    return ENVIRONMENT.get_template(template).generate(page=frame, c=context)


def _tallies(visit: Visit) -> dict[str, int]:
    """The numbers beside the menu's entries, for those who have the entry."""
    return {"ecarts": count_open(visit.session)} if visit.may(Right.SEE_DISCREPANCIES) else {}


def _restored(session: Session) -> RestoredBanner | None:
    phones = phones_not_back(session)
    return RestoredBanner(restored_sentence(phones), awaited_sentence(phones)) if phones else None


def row_asked(text: str) -> int | None:
    """The number of the row an address asks for; None where it asks for none. Raises: PageMissing."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or int(text) > ROW_NUMBER_MAX:
        raise PageMissing
    return int(text)


def see_other(address: str) -> RedirectResponse:
    """After a change: look at the result with a GET, so that reloading repeats nothing."""
    return RedirectResponse(address, status_code=303)
