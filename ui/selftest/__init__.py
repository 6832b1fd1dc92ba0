"""`keukentafel --selftest`: an installed copy shows on its own machine that it works, without network, and leaves nothing behind."""
