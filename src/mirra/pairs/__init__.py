"""What mirrors what: two hands, two people, two brains, measured with one mathematics."""
