"""What a session holds and what came of it: plan in, log out."""
