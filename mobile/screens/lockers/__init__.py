"""Consigne: which crate goes behind which door, its code held to be seen, each deposit a tap or two scans."""
