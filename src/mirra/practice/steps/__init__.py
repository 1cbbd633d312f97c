"""The kinds of step, a file each: plan shape, events, dose, fold, and how a simulated person does it."""
