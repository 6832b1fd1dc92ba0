"""The two kinds of error: what the person can act on, and what we must mend. Holds no text for people: see `app.texts`."""


class KeukentafelError(Exception):
    """Every error this program raises on purpose."""


class UserProblem(KeukentafelError):
    """Something the person can act on; its text is the key `problem.<key>` with `values` filled in.

    `str()` gives the key only, so that a log or a trace never holds a value.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class ProgramFault(KeukentafelError):
    """Something only the builders can mend; `what` never holds personal data."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
