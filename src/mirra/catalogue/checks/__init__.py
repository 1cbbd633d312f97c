"""What no file can know by itself: whether the files of a catalogue agree with one another."""
