"""The service as it is run: a process of its own, killed, restarted and lied to, between doubles of the services."""
