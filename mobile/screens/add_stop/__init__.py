"""Ajouter un arrêt: a place of the network found by its name, or one that is only named."""
