"""Makes what a municipality can hand out: packages for Debian, the installer for Windows, licence texts and the list of parts.

`build_installer.py` is its command line. Nothing here is part of the installed program.
"""
