"""One folder a screen: state.py says what it shows, view.py how it looks."""
