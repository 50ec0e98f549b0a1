"""À envoyer: what still waits, what arrived, what is safe."""
