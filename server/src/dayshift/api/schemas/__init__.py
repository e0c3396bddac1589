"""What travels: one module for each resource. Unknown fields are refused."""
