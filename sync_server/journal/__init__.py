"""The journal: everything the co-op holds as one file that anybody can check."""
