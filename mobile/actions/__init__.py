"""Actions: one module per intent, the value a screen dispatches and the function that carries it out."""
