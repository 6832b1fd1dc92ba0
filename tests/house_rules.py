"""The house rules as functions: each looks at one file and yields what breaks it. `test_house_rules.py` lets them loose."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = ("app/", "ui/", "installer/", "build_installer.py", "resources/")
ATTIC = {"util", "utils", "helper", "helpers", "misc", "common", "manager"}
PURE = {"stdnum", "phonenumbers", "holidays", "app", *sys.stdlib_module_names}
BROAD_IS_RIGHT = {
    ("ui/background.py", "run"),
    ("app/server/main.py", "outermost"),
}
THREADS = {"threading", "_thread", "concurrent", "multiprocessing", "QThread", "QThreadPool", "QRunnable"}
HTTP = {"httpx", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "QNetworkAccessManager"}
MOMENTS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("QDateTime", "currentDateTime"),
    ("QDateTime", "currentDateTimeUtc"),
    ("QDate", "currentDate"),
    ("QTime", "currentTime"),
}
IGNORE = re.compile(r"#\s*type:\s*ignore(?P<code>\[[a-z, -]+\])?(?P<reason>.*)")
EXEMPTION = re.compile(r"#\s*(ruff:|noqa|pragma: no|mypy:|pylint:|nosec)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, and what it says."""

    path: str
    text: str
    tree: ast.Module

    def is_program(self) -> bool:
        """Tell the program's own files from its tests and benchmarks."""
        return self.path.startswith(PROGRAM)


Rule = Callable[[Source], Iterator[str]]


def read(file: Path, root: Path) -> Source:
    """Return the file as the rules see it."""
    text = file.read_text(encoding="utf-8")
    return Source(file.relative_to(root).as_posix(), text, ast.parse(text))


def all_sources() -> list[Source]:
    """Return every Python file that the rules hold for; what is copied unchanged from elsewhere is not ours to shape."""
    files = [ROOT / "build_installer.py", ROOT / "resources/locale/build.py"]
    for folder in ("app", "ui", "installer", "tests", "benchmarks"):
        files += sorted((ROOT / folder).rglob("*.py"))
    return [read(file, ROOT) for file in files if "benchmarks/peers" not in file.as_posix()]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method, also those inside others."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything imported; `from a import b` gives a, a.b and b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
                yield node.lineno, alias.name


def imports_of(source: Source, names: set[str]) -> Iterator[str]:
    """Yield what the file imports of these packages or names."""
    found = {(line, name) for line, name in imports(source.tree) if names & {name, name.split(".", maxsplit=1)[0]}}
    for line, name in sorted(found):
        yield f"line {line}: {name}"


def dotted(node: ast.AST) -> list[str]:
    """Return `a.b.c` as its names, or what is known of it."""
    if isinstance(node, ast.Attribute):
        return [*dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def comments(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and text of every comment."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def type_ignores(source: Source) -> list[tuple[int, re.Match[str]]]:
    """Return line and parts of every `type: ignore`."""
    found = ((line, IGNORE.search(text)) for line, text in comments(source))
    return [(line, match) for line, match in found if match]


# ---------------------------------------------------------------- size and shape
def no_file_is_longer_than_300_lines(source: Source) -> Iterator[str]:
    """A ceiling, not a target."""
    lines = source.text.count("\n")
    if lines > 300:
        yield f"{lines} lines"


def no_function_is_longer_than_40_lines(source: Source) -> Iterator[str]:
    """A ceiling, not a target."""
    for function in functions(source.tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > 40:
            yield f"line {function.lineno}: {function.name} has {lines} lines"


def no_function_takes_more_than_6_parameters(source: Source) -> Iterator[str]:
    """Self and cls are not counted."""
    for function in functions(source.tree):
        given = function.args
        names = [arg.arg for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if arg]
        count = len(names) - (names[:1] in (["self"], ["cls"]))
        if count > 6:
            yield f"line {function.lineno}: {function.name} takes {count}"


def every_function_says_what_it_returns(source: Source) -> Iterator[str]:
    """Also tests, and functions inside functions."""
    for function in functions(source.tree):
        if function.returns is None:
            yield f"line {function.lineno}: {function.name}"


def nothing_is_put_in_an_attic(source: Source) -> Iterator[str]:
    """A name like utils says nothing about what lives there."""
    words = set(re.split(r"[/_.]", source.path.removesuffix(".py").lower()))
    if words & ATTIC:
        yield f"is named {', '.join(sorted(words & ATTIC))}"


# ---------------------------------------------------------------- who may use what
def an_error_is_caught_by_its_name(source: Source) -> Iterator[str]:
    """Broad only where nothing lies above: `Background.run`, the server's outermost handler."""
    allowed = {node for function in functions(source.tree) if (source.path, function.name) in BROAD_IS_RIGHT for node in ast.walk(function)}
    for node in set(ast.walk(source.tree)) - allowed:
        broad = isinstance(node, ast.ExceptHandler) and (node.type is None or is_broad(node.type))
        if broad or (isinstance(node, ast.Call) and dotted(node.func)[-1:] == ["suppress"] and any(map(is_broad, node.args))):
            yield f"line {getattr(node, 'lineno', 0)}"


def is_broad(caught: ast.expr) -> bool:
    """Tell whether this catches everything."""
    options = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(dotted(option)[-1:] in (["Exception"], ["BaseException"]) for option in options)


def qt_is_only_in_ui(source: Source) -> Iterator[str]:
    """Tests and benchmarks of windows may."""
    if source.is_program() and not source.path.startswith("ui/"):
        yield from imports_of(source, {"PySide6", "shiboken6"})


def sqlcipher_is_only_in_database(source: Source) -> Iterator[str]:
    """The guards of one file hold for the whole program."""
    if source.is_program() and source.path != "app/store/database.py":
        yield from imports_of(source, {"sqlcipher3"})


def the_http_client_is_only_in_server_link(source: Source) -> Iterator[str]:
    """One place decides about addresses, trust and sizes."""
    if source.is_program() and source.path != "app/sync/server_link.py":
        yield from imports_of(source, HTTP)


def threads_are_only_in_background(source: Source) -> Iterator[str]:
    """Everything else runs where it was called. A lock starts nothing, and stands where threads meet: in store and server."""
    if source.is_program() and source.path != "ui/background.py":
        locks = {"threading", "threading.Lock"} if source.path in ("app/store/place.py", "app/server/database.py") else set()
        yield from (found for found in imports_of(source, THREADS) if found.partition(": ")[2] not in locks)


def only_the_clock_asks_for_the_time(source: Source) -> Iterator[str]:
    """So that a test can be any day, and no laptop's clock has to be right."""
    if source.path == "app/clock.py":
        return
    yield from imports_of(source, {"time.time", "time.time_ns"})
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and tuple(dotted(node)[-2:]) in MOMENTS:
            yield f"line {node.lineno}: {'.'.join(dotted(node))}"


def the_domain_is_pure(source: Source) -> Iterator[str]:
    """Rules lean on the standard library and on stdnum, phonenumbers and holidays, which only calculate."""
    if source.path.startswith("app/domain/"):
        for node in ast.walk(source.tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            yield from (f"line {getattr(node, 'lineno', 0)}: {name}" for name in modules if name.split(".")[0] not in PURE)


def trust_cannot_be_switched_off(source: Source) -> Iterator[str]:
    """TLS has no switch."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg in {"verify", "check_hostname"}:
            if isinstance(node.value, ast.Constant) and not node.value.value:
                yield f"line {node.value.lineno}: {node.arg}"
        elif isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "CERT_OPTIONAL", "_create_unverified_context"}:
            yield f"line {node.lineno}: {node.attr}"


def no_slot_runs_the_event_loop(source: Source) -> Iterator[str]:
    """`processEvents` lets a second click in while the first still runs."""
    if source.path.startswith("ui/"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "processEvents":
                yield f"line {node.lineno}"


# ---------------------------------------------------------------- tests and exemptions
def nobody_sleeps(source: Source) -> Iterator[str]:
    """A test waits for what it needs to see; a sleep is too short or too long."""
    if not source.path.startswith("benchmarks/") and source.path != "app/clock.py":
        yield from imports_of(source, {"time.sleep"})
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and dotted(node) in (["time", "sleep"], ["QTest", "qSleep"], ["asyncio", "sleep"]):
                yield f"line {node.lineno}: {'.'.join(dotted(node))}"


def own_code_is_never_mocked(source: Source) -> Iterator[str]:
    """A named fake in `tests/fakes.py` is a thing one can read; a mock is a guess."""
    yield from imports_of(source, {"unittest.mock", "mock", "pytest_mock"})
    own = {name for _, name in imports(source.tree) if name.split(".")[0] in {"app", "ui"}}
    own |= {name.rsplit(".", maxsplit=1)[-1] for name in own}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and dotted(node.func)[-2:] == ["monkeypatch", "setattr"] and node.args:
            target = node.args[0]
            root = target.value if isinstance(target, ast.Constant) else ".".join(dotted(target)[:1])
            if isinstance(root, str) and (root in own or root.startswith(("app.", "ui."))):
                yield f"line {node.lineno}: {root}"


def no_test_is_left_out(source: Source) -> Iterator[str]:
    """A test that may be skipped proves nothing on the day it matters."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node)[:1] == ["pytest"] and node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            yield f"line {node.lineno}: {'.'.join(dotted(node))}"


def a_type_ignore_names_its_code_and_reason(source: Source) -> Iterator[str]:
    """`# type: ignore[code]  # why`."""
    for line, match in type_ignores(source):
        if not match["code"] or len(match["reason"].strip(" #")) < 8:
            yield f"line {line}"


def no_line_exempts_itself(source: Source) -> Iterator[str]:
    """What is allowed stands once, in pyproject.toml."""
    for line, text in comments(source):
        if EXEMPTION.search(text):
            yield f"line {line}: {text}"
