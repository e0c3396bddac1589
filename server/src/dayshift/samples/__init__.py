"""The files of the sample project, as a new user finds them."""
