"""What every executor must show. A test module inherits the suites and gives them a fixture ``place``.

Ids in the docstrings (CS01 …) are those of the design. What a place cannot do is skipped by name, never passed.
"""
