"""The end of the enrolment: a secret code is offered, and may be left for later."""
