"""Porter pour un collègue: his pictures read by the camera, in any order."""
