"""Caisse imprévue: taking or leaving at a stop what nobody had planned there."""
