"""The small parent of everything on one machine: it starts the server, restarts it, and passes signals on."""
