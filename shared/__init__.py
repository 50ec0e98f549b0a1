"""What phone and server must agree on: pure values and functions, no screen, socket, database or clock."""
