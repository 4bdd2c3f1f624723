"""What people hold: plan file, timetable, map page, diagram, tracks and route cards, each with its audience. Begin with `write.py`."""
