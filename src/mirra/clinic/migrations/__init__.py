"""One step a file from the first table on, so that an older database can always be brought up to date."""
