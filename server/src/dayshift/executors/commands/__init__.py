"""A job's kind becomes an argument list and variables; any executor can run it."""
