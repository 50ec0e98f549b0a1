"""English: Bon de livraison."""

from mobile.texts.shape.note import DeliveryNoteTexts

NOTE = DeliveryNoteTexts(title="Delivery note")
