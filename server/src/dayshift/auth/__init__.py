"""Who somebody is: passwords, sessions, keys. What they may do is decided elsewhere."""
