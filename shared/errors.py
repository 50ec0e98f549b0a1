"""The root of the small tree of exceptions: each stops the work and carries a stable code."""


class RelaisError(Exception):
    """Something that stops the work; `code` is stable, the sentence is made where it is shown."""

    code = "error"

    def __init__(self, code: str | None = None, **context: object) -> None:
        if code is not None:
            self.code = code
        self.context = context
        super().__init__(self.code if not context else f"{self.code} {context}")
