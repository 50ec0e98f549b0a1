"""French: Fin de tournée."""

from mobile.texts.shape.closing import ClosingTexts

CLOSING = ClosingTexts(title="Fin de tournée")
