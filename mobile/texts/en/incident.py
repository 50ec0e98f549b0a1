"""English: Incident."""

from mobile.texts.shape.incident import IncidentTexts

INCIDENT = IncidentTexts(title="Incident")
