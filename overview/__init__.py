"""The office's overview of a year: who has not begun, who is late, reminders to a filtered set, export."""
