"""Every export there is, in one list: what it is called, what it holds, its columns and its rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlmodel import Session

from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.exports import goods, money
from sync_server.exports.csv_text import Cell, csv_pieces
from sync_server.exports.reading import Named, streamed
from sync_server.network.tables import Place

_PERSON = table_of(Person)
_PLACE = table_of(Place)
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """One table. `key` stands in its address."""

    key: str
    title: str
    holds: str
    columns: Sequence[str]
    rows: Callable[[Session, Named, int], Iterator[Row]]


def _of(rows: Callable[[Connection, Named], Iterator[Row]]) -> Callable[[Session, Named, int], Iterator[Row]]:
    return lambda session, named, _now_ms: rows(session.connection(), named)


def _person_rows(connection: Connection, named: Named) -> Iterator[Row]:
    for row in streamed(connection, select(_PERSON).order_by(_PERSON.c.id)):
        yield row.id, row.name, row.roles, row.farm_place_id, named.place(row.farm_place_id)


PEOPLE = ("personne", "nom", "rôles", "ferme", "nom de la ferme")

EXPORTS: tuple[Export, ...] = (
    Export("lignes", "Lignes de commission", "Réglées, et celles des mois ouverts, avec leurs mouvements.",
           money.LINES, money.line_rows),
    Export("releves", "Relevés", "Un par personne et par mois clos, avec son numéro.", money.STATEMENTS,
           _of(money.statement_rows)),
    Export("ecritures", "Grand livre", "Chaque écriture des règlements ; leur somme est nulle.",
           money.POSTINGS, _of(money.posting_rows)),
    Export("trajets", "Trajets", "Qui a porté quelle caisse, d'où à où, prouvé ou retenu.", goods.LEGS,
           _of(goods.leg_rows)),
    Export("lots", "Lots", "Les marchandises d'une ferme pour un point et un jour, avec leur CA.", goods.LOTS,
           _of(goods.lot_rows)),
    Export("caisses", "Caisses", "Chaque caisse, son lot et où elle est.", goods.CRATES,
           _of(goods.crate_rows)),
    Export("mouvements", "Mouvements", "Tout ce que les téléphones ont enregistré, dans l'ordre reçu.",
           goods.MOVEMENTS, _of(goods.movement_rows)),
    Export("ecarts", "Écarts", "Ouverts et réglés, avec la décision.", goods.DISCREPANCIES,
           _of(goods.discrepancy_rows)),
    Export("commandes", "Lignes de commandes", "Telles qu'importées et en vigueur, sans aucun client.",
           money.ORDERS, _of(money.order_rows)),
    Export("imports", "Imports", "Chaque fichier confirmé et son empreinte.", money.IMPORTS,
           _of(money.import_rows)),
    Export("rejets", "Lignes rejetées", "Ce que les imports ont laissé de côté, et pourquoi.", money.REJECTS,
           _of(money.reject_rows)),
    Export("personnes", "Personnes", "Noms et rôles ; aucun secret, aucun compte bancaire.", PEOPLE,
           _of(_person_rows)),
    Export("lieux", "Lieux", "Fermes, plateformes, points et consignes ; aucun code de porte.", goods.PLACES,
           _of(goods.place_rows)),
)  # fmt: skip
BY_KEY = {each.key: each for each in EXPORTS}


def export_pieces(session: Session, export: Export, now_ms: int) -> Iterator[bytes]:
    """The table as pieces of a CSV file. The session must see one instant."""
    connection = session.connection()
    named = Named(
        people={id_: name for id_, name in connection.execute(select(_PERSON.c.id, _PERSON.c.name))},
        places={id_: name for id_, name in connection.execute(select(_PLACE.c.id, _PLACE.c.name))},
    )
    return csv_pieces(export.columns, export.rows(session, named, now_ms))
