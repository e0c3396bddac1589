"""The program that owns one local attempt. It shares nothing with the server but the files of the run directory."""
