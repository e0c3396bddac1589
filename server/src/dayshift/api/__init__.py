"""The REST interface, ``/api/v1``: handlers of three lines, each with its action in the signature."""
