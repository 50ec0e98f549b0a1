"""What is computed from facts and plan together, kept in step with both."""
