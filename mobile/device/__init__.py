"""Device: adapters of what the phone senses, each behind a small protocol with a test twin."""
