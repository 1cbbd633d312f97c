"""What tests and benchmarks both stand on: film, browsers, servers, and sessions in little."""
