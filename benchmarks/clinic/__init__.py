"""A clinic with 10,000 people and 600,000 sessions, beside the queries of the mirra before its summaries."""
