"""French: Remise."""

from mobile.texts.shape.handover import HandoverTexts

HANDOVER = HandoverTexts(
    title="Remise",
    sign_here="Signez ici avec le doigt",
    sign_again="Effacer",
)
