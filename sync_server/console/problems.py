"""What the console says when a page cannot be given: one code, one status, one page in French."""

from enum import StrEnum

from starlette.responses import HTMLResponse

from sync_server.console.render import ENVIRONMENT


class Problem(StrEnum):
    """Why there is no page."""

    NOT_FOUND = "not_found"
    OTHER_SITE = "other_site"
    SESSION_OVER = "session_over"
    NOT_YOURS = "not_yours"
    TOO_LARGE = "too_large"
    WRONG_REQUEST = "wrong_request"
    DATABASE_AWAY = "database_away"
    BROKEN = "broken"


STATUS = {
    Problem.NOT_FOUND: 404,
    Problem.OTHER_SITE: 403,
    Problem.SESSION_OVER: 401,
    Problem.NOT_YOURS: 403,
    Problem.TOO_LARGE: 413,
    Problem.WRONG_REQUEST: 422,
    Problem.DATABASE_AWAY: 503,
    Problem.BROKEN: 500,
}

_TITLE = {
    Problem.NOT_FOUND: "Cette page n'existe pas",
    Problem.OTHER_SITE: "Cette demande vient d'ailleurs",
    Problem.SESSION_OVER: "Votre session est finie",
    Problem.NOT_YOURS: "Cette page n'est pas ouverte à votre rôle",
    Problem.TOO_LARGE: "Ce fichier est trop lourd",
    Problem.WRONG_REQUEST: "Cette demande est incomplète",
    Problem.DATABASE_AWAY: "La base ne répond pas",
    Problem.BROKEN: "Cette page n'a pas pu se faire",
}

_SENTENCE = {
    Problem.NOT_FOUND: "L'adresse est peut-être mal recopiée, ou ce qu'elle nomme n'est pas dans ce réseau.",
    Problem.OTHER_SITE: "Elle n'a pas été envoyée depuis la console : elle est refusée, rien n'a changé.",
    Problem.SESSION_OVER: "Rien n'a été enregistré. Reconnectez-vous, puis recommencez.",
    Problem.NOT_YOURS: "Rien n'a changé. Si vous devez y avoir accès, demandez à qui coordonne le réseau.",
    Problem.TOO_LARGE: "La console accepte des fichiers jusqu'à 8 Mo. Exportez une seule semaine à la fois.",
    Problem.WRONG_REQUEST: "Il manque un renseignement, ou l'un d'eux ne se lit pas. Rien n'a changé.",
    Problem.DATABASE_AWAY: "Rien n'a changé et rien n'est perdu. Réessayez dans une minute.",
    Problem.BROKEN: "Rien n'a changé. L'incident est noté dans le journal du serveur.",
}


def problem_response(problem: Problem) -> HTMLResponse:
    """The page that says why, without a word of what went on inside."""
    page = ENVIRONMENT.get_template("problem.html").render(
        title=_TITLE[problem],
        sentence=_SENTENCE[problem],
        signs_in=problem is Problem.SESSION_OVER,
    )
    return HTMLResponse(page, status_code=STATUS[problem])
