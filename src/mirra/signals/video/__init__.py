"""What is measured from video stands on this: reading recordings honestly, counting change, finding hands."""
