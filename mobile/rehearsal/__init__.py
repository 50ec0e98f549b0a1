"""Rehearsal: a distribution day driven by simulated helpers through the phone's own actions and sync."""
