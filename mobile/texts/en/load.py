"""English: Départ: contrôle du chargement."""

from mobile.texts.shape.load import LoadTexts

LOAD = LoadTexts(title="Departure")
