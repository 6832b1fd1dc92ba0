"""Keukentafel without a window: records, change log, store, sync, paper and the municipal service."""
