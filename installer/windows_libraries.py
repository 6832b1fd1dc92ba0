"""Reads which libraries the files of a Windows folder ask for: what is neither in the folder nor Windows' own would fail on the laptop."""

import struct
from collections.abc import Iterator
from pathlib import Path

KINDS = {".exe", ".dll", ".pyd"}
OF_WINDOWS = {
    "advapi32.dll", "authz.dll", "bcrypt.dll", "bcryptprimitives.dll", "comctl32.dll", "comdlg32.dll", "crypt32.dll", "d3d9.dll",
    "d3d11.dll", "d3d12.dll", "dnsapi.dll", "dwmapi.dll", "dwrite.dll", "dxgi.dll", "gdi32.dll", "icuuc.dll", "imm32.dll",
    "iphlpapi.dll", "kernel32.dll", "mpr.dll", "msvcrt.dll", "netapi32.dll", "ntdll.dll", "ole32.dll", "oleaut32.dll",
    "powrprof.dll", "rpcrt4.dll", "secur32.dll", "setupapi.dll", "shell32.dll", "shlwapi.dll", "uiautomationcore.dll",
    "user32.dll", "userenv.dll", "usp10.dll", "uxtheme.dll", "version.dll", "winhttp.dll", "winmm.dll", "winspool.drv",
    "ws2_32.dll", "wtsapi32.dll",
}  # fmt: skip
"""Part of Windows 10 from 1903 on. What begins with api-ms-win- is too."""


def missing_libraries(folder: Path) -> dict[str, list[str]]:
    """Return the libraries that nobody brings, each with the files that ask for it."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in KINDS]
    there = {file.name.lower() for file in files} | OF_WINDOWS
    missing: dict[str, list[str]] = {}
    for file in files:
        for name in asked_for(file.read_bytes()):
            if name not in there and not name.startswith("api-ms-win-"):
                missing.setdefault(name, []).append(file.relative_to(folder).as_posix())
    return missing


def asked_for(content: bytes) -> Iterator[str]:
    """Yield the names in the table of imports of a Windows program or library, in small letters; nothing when it is neither."""
    start = struct.unpack_from("<I", content, 0x3C)[0] if content[:2] == b"MZ" else 0
    if not start or content[start : start + 4] != b"PE\0\0":
        return
    sections, optional = struct.unpack_from("<H", content, start + 6)[0], struct.unpack_from("<H", content, start + 20)[0]
    head = start + 24
    wide = struct.unpack_from("<H", content, head)[0] == 0x20B
    table = struct.unpack_from("<I", content, head + (112 if wide else 96) + 8)[0]
    places = [struct.unpack_from("<8x4I", content, head + optional + 40 * number) for number in range(sections)]
    at = in_file(table, places)
    while table and (name := struct.unpack_from("<12xI4x", content, at)[0]):
        place = in_file(name, places)
        yield content[place : content.index(b"\0", place)].decode("ascii").lower()
        at += 20


def in_file(address: int, places: list[tuple[int, ...]]) -> int:
    """Return where in the file an address of the loaded program lies."""
    for _, begin, size, offset in places:
        if begin <= address < begin + size:
            return address - begin + offset
    return 0
