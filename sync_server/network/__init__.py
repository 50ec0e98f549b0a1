"""The network and its week: places, who delivers where, consignments, crates, rounds and their planning."""
