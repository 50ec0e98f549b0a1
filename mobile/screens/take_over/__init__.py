"""The screen « Recevoir une remise »."""
