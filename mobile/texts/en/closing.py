"""English: Fin de tournée."""

from mobile.texts.shape.closing import ClosingTexts

CLOSING = ClosingTexts(title="End of round")
