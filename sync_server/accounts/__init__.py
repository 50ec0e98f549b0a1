"""People, their phones and tokens, enrolment of phones, coordinators and their console sessions."""
