"""French: Le lieu: accès, code de porte, trajet, corrections proposées."""

from mobile.texts.shape.place import PlaceTexts

PLACE = PlaceTexts(title="Le lieu")
