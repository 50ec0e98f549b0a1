"""Ma tournée: the round of the day, its stops in order, the next one large."""
