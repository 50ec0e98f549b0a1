"""Planning a distribution day: pure, the same plan for the same request, work in proportion to the crates."""
