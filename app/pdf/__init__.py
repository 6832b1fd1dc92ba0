"""Paper: renders a report of plain values to a PDF. Reads no database and knows no Qt."""
