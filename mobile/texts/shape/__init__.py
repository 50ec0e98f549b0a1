"""What each part of the app has to say: one field a sentence, so a missing translation is a type error."""
