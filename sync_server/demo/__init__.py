"""The demonstration: a real co-op's week, driven through the phones' own code and the real HTTP interface."""
