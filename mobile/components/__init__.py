"""Pieces every screen is made of: plain functions from values to Flet controls."""
