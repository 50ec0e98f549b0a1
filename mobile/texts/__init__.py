"""Every text a person reads, in French and in English, in one typed catalogue."""
