"""Store: the phone's SQLite file, the only truth on the phone: what is kept, and what screens read of it."""
