"""Custody: events taken in byte for byte, and who holds each crate computed from them."""
