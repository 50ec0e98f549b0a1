"""A picture for each of the fourteen reasons, beside its word."""

from collections.abc import Mapping

import flet as ft

from shared.custody.events import IncidentReason

REASON_ICONS: Mapping[IncidentReason, ft.IconData] = {
    IncidentReason.ABSENT: ft.Icons.PERSON_OFF,
    IncidentReason.CLOSED: ft.Icons.LOCK,
    IncidentReason.FULL: ft.Icons.INVENTORY_2,
    IncidentReason.BROKEN: ft.Icons.BROKEN_IMAGE,
    IncidentReason.MISSING: ft.Icons.REMOVE_CIRCLE_OUTLINE,
    IncidentReason.EXTRA: ft.Icons.ADD_CIRCLE_OUTLINE,
    IncidentReason.TOO_WARM: ft.Icons.THERMOSTAT,
    IncidentReason.WRONG_PLACE: ft.Icons.WRONG_LOCATION,
    IncidentReason.REFUSED: ft.Icons.DO_NOT_DISTURB,
    IncidentReason.BREAKDOWN: ft.Icons.CAR_REPAIR,
    IncidentReason.ROAD_CUT: ft.Icons.REMOVE_ROAD,
    IncidentReason.LOCKER_BROKEN: ft.Icons.GRID_OFF,
    IncidentReason.LABEL_UNREADABLE: ft.Icons.QR_CODE,
    IncidentReason.NOT_READY: ft.Icons.HOURGLASS_BOTTOM,
}
