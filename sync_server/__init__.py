"""The co-op's server: phones sync with it, coordinators work in its console."""
