"""The building blocks of every screen, one widget in one file. They know no family, no rule and no store."""
