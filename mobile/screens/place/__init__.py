"""Le lieu: how one gets there and in, its door code under a thumb, and what of it should be corrected."""
