"""What tests of ours and of plug-ins share: fakes that obey the contracts, and suites that prove it."""
