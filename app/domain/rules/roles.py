"""What a worker can be to a family. Who is what is said by the server alone; here are only the words."""

REGISSEUR = "regisseur"
DEPUTY = "deputy"
COLLEAGUE = "colleague"
ROLES = (REGISSEUR, DEPUTY, COLLEAGUE)
CONFIDANTS = frozenset({REGISSEUR, DEPUTY})
"""Who receive what is kept apart from the family's own stream: internal notes."""
