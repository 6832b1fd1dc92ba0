"""What a page works with: the open workspace, reached only through actions, and the news of what changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.actions.safekeeping import TROUBLES
from app.errors import KeukentafelError, UserProblem
from app.log import get_log
from app.texts import problem_text, t
from ui.background import Background, Lane
from ui.unkept import Unkept

if TYPE_CHECKING:
    from app.actions.fields import FieldRef
    from app.actions.syncing import Exchange
    from app.store.workspace import Workspace

T = TypeVar("T")
log = get_log(__name__)


class Desk(QObject):
    """Asks actions in the background. Signals: what changed, that something is safe, and what a person must know.

    families_touched(set of family ids) · typing() and saved(): from a key until all is on the disk ·
    not_kept(): something could not be put there · said(text, is_problem) ·
    table_changed(on): while `at_the_table` the family looks along, and nothing shows that is not for it ·
    field_near(field, its frame): somebody got to a field, by keyboard, finger or mouse
    """

    families_touched = Signal(object)
    typing = Signal()
    saved = Signal()
    not_kept = Signal()
    said = Signal(str, bool)
    table_changed = Signal(bool)
    field_near = Signal(object, object)

    def __init__(self, workspace: "Workspace", background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.background = background
        self.at_the_table = False
        self.way: Exchange | None = None
        """What talks with the server for this window, and is broken off when it goes; once there is one."""
        self._typing: set[QObject] = set()
        self.unkept = Unkept(self.ask, self)
        self.unkept.changed.connect(self._tell_unkept)
        self.unkept.all_kept.connect(self._tell_saved)

    def sit_at_the_table(self, on: bool) -> None:
        """Let the family look along, or not any more."""
        self.at_the_table = on
        self.table_changed.emit(on)

    def note_typing(self, field: QObject) -> None:
        """Know that something was typed that is not on the disk yet."""
        self._typing.add(field)
        self.typing.emit()

    def note_kept(self, field: QObject, ref: "FieldRef | None" = None) -> None:
        """Know that what was typed in a field is on the disk."""
        self._typing.discard(field)
        if ref is not None:
            self.unkept.let_go(ref)
        self._tell_saved()

    def pages_go(self) -> None:
        """Know that the fields of these pages go: what they could not keep is held, and nobody types in them any more."""
        self._typing.clear()
        self.unkept.pages_go()

    def ask(self, action: Callable[["Workspace"], T], done: Callable[[T], None], failed: Callable[[str], None] | None = None) -> None:
        """Ask something; `failed` gets the Dutch sentence of a problem, else it is said at the window's foot."""
        self.background.submit(lambda: action(self.workspace), done, self._failure(failed))

    def do(
        self,
        family: bytes,
        action: Callable[["Workspace"], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Change something in a family; when it is on the disk the pages that show the family ask again."""

        def on_disk(answer: T) -> None:
            self._tell_saved()
            self.families_touched.emit({family})
            if done is not None:
                done(answer)

        self.background.submit(lambda: action(self.workspace), on_disk, self._failure(failed or self._say))

    def exchange(self, action: Callable[["Workspace"], T], done: Callable[[T], None], failed: Callable[[str], None] | None = None) -> None:
        """Talk with the server, beside everything else."""
        self.background.submit(lambda: action(self.workspace), done, self._failure(failed), Lane.SYNC)

    def _tell_saved(self) -> None:
        """Say that it is safe, once nothing is left that is not: what the window calls saved survives anything."""
        if not self._typing and not self.unkept.held:
            self.saved.emit()

    def _tell_unkept(self) -> None:
        if self.unkept.held:
            self.not_kept.emit()

    def _say(self, text: str) -> None:
        """Say what was not done: a trouble that is over in a moment leaves it undone all the same."""
        self.said.emit(text, True)

    def _failure(self, failed: Callable[[str], None] | None) -> Callable[[BaseException], None]:
        def tell(error: BaseException) -> None:
            text = problem_sentence(error)
            key = error.key if isinstance(error, UserProblem) else ""
            if failed is not None:
                failed(text)
            elif key not in TROUBLES:  # those are said for as long as they last
                self.said.emit(text, True)
            self.unkept.trouble(key)

        return tell


def problem_sentence(error: Any) -> str:
    """Return what a person reads about an error: its own sentence, or that we must look at it."""
    if isinstance(error, UserProblem):
        return problem_text(error)
    log.trouble("ui.fault", kind=type(error).__name__)
    if not isinstance(error, KeukentafelError):
        log.event("ui.fault.where", where=_place(error))
    return t("problem.fault")


def _place(error: BaseException) -> str:
    """Return file and line where an error arose: never its text, which may hold what somebody typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
