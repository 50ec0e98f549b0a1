"""The door for phones: sync, enrolment, health; every refusal is problem+json."""
