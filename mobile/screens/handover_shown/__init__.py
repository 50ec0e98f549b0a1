"""One handover: its code or its receipt to be read by the other phone."""
