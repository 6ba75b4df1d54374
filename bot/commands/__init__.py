"""The parts of the `lots` command, one module a group."""
