"""The phone's program: screens show, actions do, sync exchanges, store keeps, device senses."""
