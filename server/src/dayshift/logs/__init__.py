"""What runs have written: stored raw, read by byte or by line, masked when it is read."""
