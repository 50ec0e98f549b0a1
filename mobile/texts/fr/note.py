"""French: Bon de livraison."""

from mobile.texts.shape.note import DeliveryNoteTexts

NOTE = DeliveryNoteTexts(title="Bon de livraison")
