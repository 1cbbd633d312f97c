"""What the build needs, and what draws its pictures: contract, hand-tracking model, web client, drawn limbs."""
