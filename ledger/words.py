"""What `verify` found, in Polish: the ledger's own sentences are English, and fixed."""

import re
from typing import Final

from ledger.verify import Verdict

IN_POLISH: Final = {
    Verdict.PROVED: (
        "POTWIERDZONY: dziennik zgadza się z przechowanym punktem kontrolnym"
    ),
    Verdict.CONSISTENT: (
        "SPÓJNY: dziennik jest zgodny sam ze sobą (to jeszcze nie dowód)"
    ),
    Verdict.DISPROVED: "NARUSZONY: dziennik nie zgadza się z tym, z czym go porównano",
    Verdict.CANNOT_TELL: "NIE WIADOMO: nie udało się sprawdzić",
}

# fmt: off
_SENTENCES: Final = tuple(
    (re.compile(pattern), polish) for pattern, polish in (
    (r"entries, tiles and head agree with each other",
     "wpisy, drzewo i czoło dziennika zgadzają się ze sobą"),
    (r"the first (\d+) entries are those of the checkpoint",
     r"pierwsze wpisy (liczba: \1) są tymi z punktu kontrolnego"),
    (r"the first (\d+) entries are not those of the checkpoint",
     r"pierwsze wpisy (liczba: \1) nie są tymi z punktu kontrolnego"),
    (r"the checkpoint knows (\d+) entries, the log has (\d+)",
     r"punkt kontrolny obejmuje więcej wpisów (\1), niż ma dziennik (\2)"),
    (r"the checkpoint is of a log with another origin",
     "punkt kontrolny należy do innego dziennika"),
    (r"the checkpoint was not verified: needs a key .*",
     "punktu kontrolnego nie sprawdzono: potrzebny klucz publiczny (--vkey)"),
    (r"the checkpoint itself is not verified: no trusted key has signed the note",
     ("punktu kontrolnego nie podpisał klucz, którym go sprawdzono: to inny klucz albo"
      " punkt kontrolny innego dziennika")),
    (r"the checkpoint itself is not verified: the signature of a trusted key fails",
     "podpis nie zgadza się z treścią punktu kontrolnego: plik zmieniono"),
    (r"the checkpoint itself is not verified: the key named like .*",
     "punktu kontrolnego nie podpisał klucz jego dziennika"),
    (r"the checkpoint itself is not verified: a note holds no control characters",
     ("plik z punktem kontrolnym ma znaki sterujące, np. końce wierszy z Windows"
      " (CRLF); podaj plik taki, jaki zapisał program")),
    (r"the checkpoint itself is not verified: no signatures, or no newline at the end",
     ("plik nie jest punktem kontrolnym: brak w nim podpisu albo nie kończy się"
      " jednym znakiem nowego wiersza")),
    (r"the checkpoint itself is not verified: .*",
     "plik nie jest punktem kontrolnym albo jest uszkodzony"),
    (r"the head is not signed by the given key: .*",
     "czoła dziennika nie podpisał podany klucz: zły klucz albo inny dziennik"),
    (r"a rollback journal lies beside the store: .*",
     "obok bazy leży plik -journal, którego dziennik nigdy nie tworzy"),
    (r"the database file is damaged", "plik bazy dziennika jest uszkodzony"),
    (r"the schema is damaged", "budowa bazy dziennika jest uszkodzona"),
    (r"a verifier key cannot be read: .*", "nie można odczytać klucza publicznego"),
    (r"the memory file is that of another log",
     "pamięć węzła należy do innego dziennika"),
    (r"the node has seen (\d+) entries, the log has (\d+)",
     r"węzeł widział już więcej wpisów (\1), niż ma dziennik (\2)"),
    (r"the first (\d+) entries are not those the node has seen",
     r"pierwsze wpisy (liczba: \1) nie są tymi, które widział węzeł"),
    (r"the memory file cannot be read", "nie można odczytać pamięci węzła"),
    (r"the store cannot be read: the database is a link, not the file itself",
     "w miejscu bazy dziennika jest dowiązanie, a nie sama baza"),
    (r"the store cannot be read: .*", "nie można odczytać bazy dziennika"),
    (r"what entries say of each other needs room for a temporary file",
     "brak miejsca na plik tymczasowy, potrzebny do porównania wpisów (TMPDIR)"),
    (r"the schema is not what the columns give", "budowa bazy jest inna niż powinna"),
    (r"there is no head with a checkpoint", "brak czoła z punktem kontrolnym"),
    (r"head and checkpoint differ in size",
     "czoło i jego punkt kontrolny różnią się liczbą wpisów"),
    (r"(\d+) rows are no entries that the head knows", r"wiersze spoza dziennika: \1"),
    (r"entry (\d+) is missing", r"brak wpisu #\1"),
    (r"the entries do not give the root of the head",
     "z wpisów nie wynika skrót podpisany w czole dziennika"),
    (r"a stored tile is not what the entries give",
     "zapisane drzewo nie wynika z wpisów"),
    (r"the number of tiles is not what the entries give",
     "liczba części drzewa nie wynika z wpisów"),
    (r"the stored frontier is not what the entries give",
     "zapisana krawędź drzewa nie wynika z wpisów"),
    (r"SQLite's integrity check has (\d+) findings",
     r"sprawdzenie spójności bazy przez SQLite: uchybień \1"),
    (r"entry (\d+) is no entry of version 1",
     r"wpis #\1 nie ma budowy wpisu (wersja 1)"),
    (r"entry (\d+) has the id of another one",
     r"wpis #\1 ma identyfikator innego wpisu"),
    (r"entry (\d+) is an outcome without an earlier intent",
     r"wpis #\1 jest wynikiem bez wcześniejszego zamiaru"),
    (r"entry (\d+) is a second outcome", r"wpis #\1 jest drugim wynikiem"),
    (r"entry (\d+) is older than the one before it",
     r"wpis #\1 jest wcześniejszy niż poprzedni"),
    (r"nothing was rewritten or cut off: needs .*",
     ("czy niczego nie przepisano i nie ucięto: potrzebny punkt kontrolny"
     " przechowany gdzie indziej (--checkpoint)")),
    (r"indexes and what entries say of each other: needs --indexes",
     "indeksy i wzajemna zgodność wpisów (--indexes)"),
    (r"the node's memory: needs --memory",
     "pamięć węzła: potrzebny jej plik (--memory)"),
    (r"who signed the head: needs --vkey",
     "kto podpisał czoło dziennika: potrzebny klucz (--vkey)"),
    (r"searchable columns show the right JSON paths: .*",
     "czy kolumny wyszukiwania pokazują właściwe pola"),
    (r"entries from (\d+) on rest on the log's own signature: .*",
     (r"wpisy od #\1: opierają się tylko na podpisie samego dziennika;"
     r" potrzebny nowszy punkt kontrolny")),
    (r"the kept checkpoint is of the empty log and proves no entry",
     "przechowany punkt kontrolny jest z pustego dziennika: nie dowodzi żadnego wpisu"),
    (r"what (\d+) pruned entries said: only their hashes .*, as entry (.*) allows",
     (r"treść wpisów usuniętych po okresie przechowywania (liczba: \1): zostały tylko"
     r" ich skróty, na podstawie wpisu \2")),
    (r"(\d+) bodies that an entry prunes are still there",
     r"treści, które według wpisu usunięto, a które nadal tu są: \1"),
    (r"(\d+) earlier heads in the log are none that it signed",
     r"wcześniejsze czoła w dzienniku, których on nie podpisał: \1"),
    (r"the first (\d+) entries are not those of an earlier head",
     r"wpisy od początku (liczba: \1) przeczą wcześniejszemu czołu"),
    (r"the first (\d+) entries are not those of an earlier head, the first (\d+) are",
     r"wpisy od początku (liczba: \1) przeczą wcześniejszemu czołu; zgodnych: \2"),
)
)
_USAGE: Final = tuple(
    (re.compile(pattern), polish) for pattern, polish in (
    (r"the following arguments are required: (.*)", r"brakuje: \1"),
    (r"argument (.*): expected one argument", r"\1: brakuje wartości"),
    (r"argument (.*): invalid choice: .*", r"jedyne polecenie to \1"),
    (r"unrecognized arguments: .*", "nieznana opcja albo zbędny argument"),
    )
)
# fmt: on


def in_polish(sentence: str) -> str:
    """Say a reason, or a gap, of `ledger.verify` in Polish; others are left as is."""
    return _said(_SENTENCES, sentence)


def usage_in_polish(message: str) -> str:
    """Say in Polish what argparse finds wrong; a message of ours is left as is."""
    return _said(_USAGE, message)


def _said(words: tuple[tuple[re.Pattern[str], str], ...], sentence: str) -> str:
    for pattern, polish in words:
        if match := pattern.fullmatch(sentence):
            return match.expand(polish)
    return sentence
