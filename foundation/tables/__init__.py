"""Tables out of files that people saved: CSV and XLSX become texts in rows, or faults with row and column."""
