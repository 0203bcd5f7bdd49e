"""Wrong usage in words: of our own names only, never of what was typed."""

from jst.cli.language import say


def usage_in_words(error: BaseException) -> str:
    """Word a usage error from its class and our own names, never from its message."""
    name = _name(error)
    match type(error).__name__:
        case "NoSuchOption":
            return say("nie ma takiej opcji", "no such option")
        case "MissingParameter":
            return say(f"brakuje: {name}", f"missing: {name}")
        case "WrongWord":
            known = ", ".join(getattr(error, "known", ()))
            return say(f"{name} to jedno z: {known}", f"{name} is one of: {known}")
        case "WrongMix":
            return say(getattr(error, "polish", ""), getattr(error, "english", ""))
        case "BadParameter":
            return say(f"niewłaściwa wartość: {name}", f"invalid value: {name}")
        case _:
            return say(
                "nieznane polecenie lub zbędny argument",
                "unknown command or surplus argument",
            )


def _name(error: BaseException) -> str:
    """Name the parameter as `--help` shows it."""
    parameter = getattr(error, "param", None)
    if getattr(parameter, "param_type_name", "") == "argument":
        shown = getattr(parameter, "metavar", None) or getattr(parameter, "name", "")
        return str(shown)
    options = "/".join(getattr(parameter, "opts", None) or ())
    return options or str(getattr(error, "param_hint", None) or "")
