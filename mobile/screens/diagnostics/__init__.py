"""Diagnostic: what somebody who helps from afar needs to know, and nothing else."""
