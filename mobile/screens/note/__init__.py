"""Bon de livraison: what is carried, whose it is, from where to where, for whoever stops the vehicle."""
