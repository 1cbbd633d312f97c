"""What the build needs: the contract, the hand-tracking model, the web client."""
