"""Each role's first page: what is waiting for me. It only reads, and it knows the way to every other room."""
