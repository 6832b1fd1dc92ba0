"""One file per step; each spells out what it does and never changes after its release."""
