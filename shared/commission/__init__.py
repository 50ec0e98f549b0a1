"""From proven legs to commission lines, to the cent: the same functions on phone and server."""
