"""French: Consigne et casiers."""

from mobile.texts.shape.locker import LockerTexts

LOCKER = LockerTexts(title="Consigne")
