"""The parts of one screen put together: Incident, at a stop or anywhere in a round."""

from mobile.screens.contract import Screen
from mobile.screens.incident.draft import IncidentDraft, alarm, change, follow
from mobile.screens.incident.state import load
from mobile.screens.incident.view import view

AT_STOP = Screen(
    "/stop/:round_id/:place_id/incident",
    load,
    view,
    new_draft=IncidentDraft,
    change=change,
    follow=follow,
    alarm=alarm,
)
IN_ROUND = Screen(
    "/round/:round_id/incident",
    load,
    view,
    new_draft=IncidentDraft,
    change=change,
    follow=follow,
    alarm=alarm,
)
