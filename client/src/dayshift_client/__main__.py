"""``python -m dayshift_client`` is the ``dayshift`` command."""

from dayshift_client.cli import main

main()
