"""What the build needs and the product does not: set-up, the tests' browser, the map of the modules."""
