"""Sends places, rounds and consignments down to the phones concerned; never a turnover in them."""

from collections.abc import Iterable

from sqlmodel import Session

from sync_server.db.feed import LockedFeed
from sync_server.db.rows import (
    EVERYONE,
    RowPut,
    drop_rows,
    person_audience,
    place_audience,
    put_rows,
    round_audience,
)
from sync_server.network.consignment_queries import KnownConsignment, consignments_by_id
from sync_server.network.plan_queries import (
    KnownRound,
    KnownStop,
    rounds_by_consignment,
    rounds_by_id,
    stops_by_round,
)
from sync_server.network.queries import compartments_by_place, places_by_id
from sync_server.network.status import ConsignmentStatus

CONTACT = "contact"


def publish_places(session: Session, feed: LockedFeed) -> int:
    """Publishes every place to everyone, its number to whoever soon comes by; how many rows changed."""
    compartments = compartments_by_place(session)
    puts: list[RowPut] = []
    without: list[tuple[str, str]] = []
    for place in places_by_id(session).values():
        content = {
            "name": place.name,
            "role": place.role,
            "lat": place.lat,
            "lon": place.lon,
            "area": place.area,
            "note": place.note,
            "keeper": place.keeper_person_id,
            "compartments": [
                {"id": one.id, "size": one.size, "cold": bool(one.cold)}
                for one in compartments.get(place.id, ())
            ],
        }
        puts.append(RowPut("place", place.id, content, (EVERYONE,)))
        if place.phone:
            puts.append(RowPut(CONTACT, place.id, {"phone": place.phone}, (place_audience(place.id),)))
        else:
            without.append((CONTACT, place.id))
    return put_rows(session, feed, puts) + drop_rows(session, feed, without)


def publish_rounds(session: Session, feed: LockedFeed, round_ids: Iterable[str]) -> int:
    """Publishes rounds to the phones that drive them; how many rows changed."""
    rounds = rounds_by_id(session, round_ids)
    stops = stops_by_round(session, (one.id for one in rounds))
    return put_rows(session, feed, [_round_row(one, stops.get(one.id, [])) for one in rounds])


def publish_consignments(session: Session, feed: LockedFeed, ids: Iterable[str]) -> int:
    """Publishes consignments to those who carry them and to their producer; how many rows changed.

    A cancelled one vanishes, unless a round that has begun still carries crates of it.
    """
    consignments = consignments_by_id(session, ids)
    rounds = rounds_by_consignment(session, (one.pk for one in consignments.values()))
    puts: list[RowPut] = []
    gone: list[tuple[str, str]] = []
    for one in consignments.values():
        carrying = rounds.get(one.pk, [])
        if one.status == ConsignmentStatus.CANCELLED and not carrying:
            gone.append(("cons", one.id))
        else:
            puts.append(_consignment_row(one, carrying))
    return put_rows(session, feed, puts) + drop_rows(session, feed, gone)


def _round_row(planned: KnownRound, stops: Iterable[KnownStop]) -> RowPut:
    content = {
        "date": planned.date,
        "title": planned.title,
        "helper": planned.helper_person_id,
        "status": planned.status,
        "stops": [
            {
                "n": stop.n,
                "place": stop.place_id,
                "planned_at": stop.planned_at,
                "pickups": stop.pickups,
                "drops": stop.drops,
            }
            for stop in stops
        ],
    }
    return RowPut("round", planned.id, content, (round_audience(planned.id),))


def _consignment_row(one: KnownConsignment, round_ids: Iterable[str]) -> RowPut:
    content = {
        "producer": one.producer_id,
        "place": one.place_id,
        "date": one.date,
        "crates": one.crate_total,
        "cls": one.cls,
        "label": one.label,
        "volume_ml": one.volume_ml,
    }
    audiences = [*(round_audience(round_id) for round_id in round_ids), person_audience(one.producer_id)]
    return RowPut("cons", one.id, content, audiences)
