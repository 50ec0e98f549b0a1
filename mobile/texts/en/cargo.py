"""English: Caisses vides et températures."""

from mobile.texts.shape.cargo import CargoTexts

CARGO = CargoTexts(title="Empties")
