"""The regulation on using KSeF as dated code; the entry points are `book`, `decide`."""
