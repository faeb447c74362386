"""Papers: snapshot → HTML → PDF, the same for every room; numbers and dates as Decree 30/2020 writes them."""
