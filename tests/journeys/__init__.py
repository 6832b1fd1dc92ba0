"""Journeys of the whole program that no single test of a part would see."""
