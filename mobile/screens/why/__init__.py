"""Pourquoi ?: one commission line explained, step by step, down to the scans."""
