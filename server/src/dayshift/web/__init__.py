"""What every door shares: who asks, what a request may be, and the transaction that a handler works in."""
