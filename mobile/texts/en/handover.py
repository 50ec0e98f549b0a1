"""English: Remise."""

from mobile.texts.shape.handover import HandoverTexts

HANDOVER = HandoverTexts(
    title="Handover",
    sign_here="Sign here with a finger",
    sign_again="Clear",
)
