"""What a user can mend: one line, and the next command to try."""


class UserError(Exception):
    """Something the user must mend: a key of `words` and what belongs to it; the CLI says it in their language."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params
