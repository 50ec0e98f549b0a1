"""English: Remise."""

from mobile.texts.shape.handover import HandoverTexts

HANDOVER = HandoverTexts(title="Handover")
