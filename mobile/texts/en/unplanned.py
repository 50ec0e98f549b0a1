"""English: Tournée, arrêt ou caisse hors plan."""

from mobile.texts.shape.unplanned import UnplannedTexts

UNPLANNED = UnplannedTexts(title="Unplanned")
