"""Labels: which crates, places and doors get one, and which blank codes are given out on paper."""
