"""The one way an installer is not made: a sentence that says what is needed, and exit code 2."""


class Refusal(Exception):
    """What is missing or wrong, and what to do about it, in one plain English sentence for whoever builds."""
