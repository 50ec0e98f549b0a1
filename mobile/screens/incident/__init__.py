"""Incident: one of fourteen reasons in farm words, the crates concerned, a photo where one is needed."""
