"""Sync: facts go up, rows come down; one pass, one peer, one schedule."""
