"""Scanner: one crate after the other before the lens, and what is known of each."""
