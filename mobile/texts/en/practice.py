"""English: Tournée d’essai et diagnostic."""

from mobile.texts.shape.practice import PracticeTexts

PRACTICE = PracticeTexts(title="Practice round")
