"""The composition root: opens the store, wires intents to actions, renders the screens."""
