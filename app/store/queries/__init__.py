"""Questions to the open store; every answer is frozen records or figures, never a row."""
