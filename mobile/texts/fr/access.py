"""French: Qui tient ce téléphone: personnes et code secret."""

from mobile.texts.shape.access import AccessTexts

ACCESS = AccessTexts(title="Code secret")
