"""The phone's sentences in English, one module for each part of the app."""
