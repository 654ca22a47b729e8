"""The teacher's desk: what is handed out, collected, seen, marked and printed. No lesson imports it."""
