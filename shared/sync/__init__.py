"""relais/1 between phone and server: messages, limits, hash chain, outcomes."""
