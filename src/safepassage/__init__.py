"""Plan humanitarian corridors on real roads."""
