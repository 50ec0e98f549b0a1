"""Pages behind our own QR codes, opened by an ordinary camera: what the code is for, and nothing of anybody.

They read no database: whoever finds a label learns neither whose crate it is nor whether it exists.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from shared.custody.codes import CodeOk, print_code, read_code
from sync_server.console.guard import SECURITY_HEADERS
from sync_server.console.render import ENVIRONMENT

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PublicContext:
    """A title, what the QR is for, and what to do."""

    title: str
    lead: str
    steps: tuple[str, ...]


ENROLMENT = PublicContext(
    "Inscription d'un téléphone",
    "Ce QR se lit depuis l'appli Relais fermier, pas depuis l'appareil photo.",
    (
        "Ouvrez l'appli Relais fermier sur ce téléphone.",
        "Touchez « Scanner le QR » et visez de nouveau l'écran de la coordination.",
        "Pas encore l'appli ? Demandez-la à votre coordinateur ou coordinatrice.",
    ),
)
PLACE = PublicContext(
    "Badge d'un lieu",
    "Ce QR est le badge fixe d'un lieu du réseau. Il se lit depuis l'appli Relais fermier.",
    ("Dans l'appli, ouvrez l'arrêt ou la remise, puis visez de nouveau le badge.",),
)
COMPARTMENT = PublicContext(
    "Étiquette d'un casier",
    "Ce QR désigne un casier d'une consigne. Il n'ouvre rien : le code de la porte n'y est pas.",
    ("Dans l'appli Relais fermier, à l'arrêt, touchez « Consigne » puis visez de nouveau l'étiquette.",),
)


@router.get("/enrol")
def show_enrolment() -> HTMLResponse:
    """The address of an enrolment's QR; the code itself is behind its `#` and never reaches the server."""
    return _page(ENROLMENT)


@router.get("/C/{code}")
def show_crate(code: str) -> HTMLResponse:
    """A crate's label. Only a code that passes its check is said back: nothing else of the address is."""
    read = read_code(code)
    name = f"Caisse {print_code(read.code)}" if isinstance(read, CodeOk) else "Étiquette d'une caisse"
    crate = PublicContext(
        name,
        "Cette caisse voyage entre des fermes et leurs points relais. Ce qu'elle contient et où elle va "
        "ne se voit que dans l'appli de qui la transporte.",
        (
            "Vous la transportez ? Ouvrez l'appli Relais fermier, l'arrêt, puis « Scanner ».",
            "Vous l'avez trouvée ? Confiez-la au point relais ou à la ferme la plus proche.",
        ),
    )
    return _page(crate)


@router.get("/P/{place_id}")
def show_place(place_id: str) -> HTMLResponse:
    """A place's badge."""
    return _page(PLACE)


@router.get("/L/{compartment}")
def show_compartment(compartment: str) -> HTMLResponse:
    """A compartment's label: never a door's code."""
    return _page(COMPARTMENT)


def _page(context: PublicContext) -> HTMLResponse:
    page = ENVIRONMENT.get_template("public.html").render(c=context)
    return HTMLResponse(page, headers={**SECURITY_HEADERS, "Cache-Control": "no-store"})
