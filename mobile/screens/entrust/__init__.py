"""À montrer à un collègue: what waits on this phone, as pictures another phone reads."""
