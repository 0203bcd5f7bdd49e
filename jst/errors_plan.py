"""What keeps a plan of permissions from being applied. Nothing has left us then.

JstError
+ PlanRefused        a plan may not be applied: not by this person, or not this plan
+ PlanOutdated       KSeF, the files or the people are not as the plan saw them
+ GrantToLeaver      it grants one who left something while an old entry stands
+ ApplyUnderWay      another process of the office is applying a plan
"""

from jst.errors import JstError


class PlanRefused(JstError):
    """A plan may not be applied: not by this person, or not this plan; nothing sent."""

    code = "jst.plan_refused"
    hint = (
        "Plan tworzy jedna osoba (jst ksef plan --out), a zatwierdza i wykonuje inna,"
        " z rolą approver (jst ksef apply)."
    )


class PlanOutdated(JstError):
    """KSeF, the files or the people are not as the plan saw them; nothing sent."""

    code = "jst.plan_outdated"
    hint = "Utwórz plan od nowa (jst ksef plan --out) i daj go do zatwierdzenia."


class GrantToLeaver(JstError):
    """A plan grants one who left something while an old entry stands; nothing sent."""

    code = "jst.grant_to_leaver"
    hint = (
        "W permissions.toml usuń wymienione wpisy i zastępstwa tej osoby albo zakończ"
        " (until) te, które już się zaczęły; gdy wraca, dodaj nowe (id), z from od"
        " dnia, w którym odebrano jej dostęp. Potem utwórz plan od nowa."
    )


class ApplyUnderWay(JstError):
    """Another process of this office is applying a plan; nothing was sent."""

    code = "jst.apply_under_way"
    hint = (
        "Poczekaj, aż tamto polecenie się skończy, i powtórz. Zabite polecenie nie"
        " blokuje następnego."
    )
