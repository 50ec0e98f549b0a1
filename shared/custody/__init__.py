"""Custody: the facts that move crates, who holds each crate, and what two honest records cannot both mean."""
