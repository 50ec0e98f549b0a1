"""The phone's sentences in French, one module for each part of the app."""
