"""Exports of goods and custody: lots, crates, legs, movements, discrepancies."""

import json
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, select

from shared.commission.legs import WithheldReason
from shared.commission.line_values import LineKind
from shared.custody.codes import print_code
from shared.custody.decisions import Resolution
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.events import Kind
from shared.network import PlaceRole, TemperatureClass
from sync_server.custody.tables import CrateState, Event, Leg
from sync_server.db.base import table_of
from sync_server.exports.csv_text import Cell, Cents, Degrees, Instant
from sync_server.exports.reading import Named, streamed, worded, yes_no
from sync_server.network.tables import Consignment, Crate, Place
from sync_server.reconciliation.tables import Discrepancy

Row = tuple[Cell, ...]
_LOT = table_of(Consignment)
_CRATE = table_of(Crate)
_STATE = table_of(CrateState)
_LEG = table_of(Leg)
_EVENT = table_of(Event)
_ITEM = table_of(Discrepancy)
_PLACE = table_of(Place)

LOTS = ("lot", "jour", "producteur", "nom", "point", "nom du point", "caisses", "CA TTC", "CA HT",
        "volume ml", "température", "désignation", "état")  # fmt: skip
CRATES = ("caisse", "lot", "jour", "producteur", "nom", "point", "nom du point", "rang", "sur", "poids g",
          "état", "où (sorte)", "où", "depuis")  # fmt: skip
LEGS = ("caisse", "lot", "trajet", "aidant", "nom", "tournée", "de", "nom du départ", "à",
        "nom de l'arrivée", "distance m", "pris", "laissé", "jour", "période", "prouvé", "retenu parce que",
        "mouvement de départ", "mouvement d'arrivée")  # fmt: skip
MOVEMENTS = ("numéro", "mouvement", "sorte", "auteur", "nom", "téléphone", "lieu", "nom du lieu", "tournée",
             "caisses", "casier", "se rapporte à", "quand", "source de l'heure", "reçu",
             "précisions")  # fmt: skip
DISCREPANCIES = ("écart", "sorte", "bloquant", "état", "décision", "caisses", "mouvements", "période",
                 "tournée", "lieu", "nom du lieu", "quand", "ouvert", "réglé")  # fmt: skip
PLACES = ("lieu", "nom", "sorte", "commune", "latitude", "longitude", "pour entrer", "tenu par", "nom")


def lot_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every lot, cancelled ones too."""
    for row in streamed(connection, select(_LOT).order_by(_LOT.c.date, _LOT.c.id)):
        ht = None if row.turnover_ht_cents is None else Cents(row.turnover_ht_cents)
        yield (
            row.id, row.date, row.producer_id, named.person(row.producer_id), row.place_id,
            named.place(row.place_id), row.crate_total, Cents(row.turnover_ttc_cents), ht, row.volume_ml,
            worded(TemperatureClass, row.cls), row.label, row.status,
        )  # fmt: skip


def crate_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every crate and where it is."""
    statement = (
        select(
            _CRATE.c.code, _LOT.c.id, _LOT.c.date, _LOT.c.producer_id, _LOT.c.place_id, _CRATE.c.rank,
            _LOT.c.crate_total, _CRATE.c.weight_g, _CRATE.c.status, _STATE.c.holder_kind, _STATE.c.holder_id,
            _STATE.c.since_ms,
        )
        .join(_LOT, _LOT.c.pk == _CRATE.c.consignment_pk)
        .outerjoin(_STATE, _STATE.c.crate_code == _CRATE.c.code)
        .order_by(_LOT.c.date, _LOT.c.id, _CRATE.c.rank)
    )  # fmt: skip
    for code, lot, day, producer, place, rank, of, weight_g, status, kind, holder, since_ms in streamed(
        connection, statement
    ):
        yield (
            print_code(code), lot, day, producer, named.person(producer), place, named.place(place), rank, of,
            weight_g, status, kind, named.place(holder) or named.person(holder) or holder,
            None if since_ms is None else Instant(since_ms),
        )  # fmt: skip


def leg_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every leg, proven or not, with the movements of its ends."""
    start, end = _EVENT.alias("started_by"), _EVENT.alias("ended_by")
    statement = (
        select(_LEG, _LOT.c.id.label("lot"), start.c.id.label("start_id"), end.c.id.label("end_id"))
        .outerjoin(_LOT, _LOT.c.pk == _LEG.c.consignment_pk)
        .outerjoin(start, start.c.pk == _LEG.c.start_event_pk)
        .outerjoin(end, end.c.pk == _LEG.c.end_event_pk)
        .order_by(_LEG.c.local_date, _LEG.c.crate_code, _LEG.c.ended_ms)
    )
    for row in streamed(connection, statement):
        yield (
            print_code(row.crate_code), row.lot, worded(LineKind, row.stage), row.carrier_id,
            named.person(row.carrier_id), row.round_id, row.from_place_id, named.place(row.from_place_id),
            row.to_place_id, named.place(row.to_place_id), row.distance_m, _instant(row.started_ms),
            _instant(row.ended_ms), row.local_date, row.period, yes_no(row.proven),
            worded(WithheldReason, row.withheld_reason), row.start_id, row.end_id,
        )  # fmt: skip


def movement_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every accepted fact in the order of acceptance."""
    for row in streamed(connection, select(_EVENT).order_by(_EVENT.c.pk)):
        body = cast("dict[str, Any]", json.loads(row.body))
        details: object = body.get("data")
        yield (
            row.pk, row.id, worded(Kind, row.kind), row.actor, named.person(row.actor), row.device,
            row.place_id, named.place(row.place_id), row.round_id, _joined(body.get("crates")),
            row.compartment, row.ref, Instant(row.effective_ms), row.time_source, Instant(row.received_ms),
            json.dumps(details, ensure_ascii=False, sort_keys=True) if details else None,
        )  # fmt: skip


def discrepancy_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every discrepancy, open or settled."""
    for row in streamed(connection, select(_ITEM).order_by(_ITEM.c.id)):
        yield (
            row.id, worded(DiscrepancyKind, row.kind), yes_no(row.blocking), row.status,
            worded(Resolution, row.resolution), _joined(json.loads(row.crates)),
            _joined(json.loads(row.event_ids)), row.period, row.round_id, row.place_id,
            named.place(row.place_id), _instant(row.at_ms), _instant(row.opened_ms),
            _instant(row.resolved_ms),
        )  # fmt: skip


def place_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every place; no door's code is among them."""
    for row in streamed(connection, select(_PLACE).order_by(_PLACE.c.id)):
        yield (
            row.id, row.name, worded(PlaceRole, row.role), row.area, Degrees(row.lat), Degrees(row.lon),
            row.note, row.keeper_person_id, named.person(row.keeper_person_id),
        )  # fmt: skip


def _instant(at_ms: int | None) -> Instant | None:
    return None if at_ms is None else Instant(at_ms)


def _joined(texts: object) -> str | None:
    return " ".join(str(each) for each in cast("list[object]", texts)) if isinstance(texts, list) else None
