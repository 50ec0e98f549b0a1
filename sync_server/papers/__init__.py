"""Papers of the co-op: statements, delivery notes and sheets of labels as PDF."""
