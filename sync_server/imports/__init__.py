"""Orders in: reading the shops' exports, previewing them, and replacing a scope in one transaction."""
