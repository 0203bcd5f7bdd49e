"""jst ledger proof: the receipt of one question, given or checked."""

from base64 import b64encode
from pathlib import Path

from accountability.receipt import made_receipt, parse_receipt, verify_receipt
from jst.cli.entry_words import result_word
from jst.cli.language import entries, say
from jst.cli.ledger_show import reading
from jst.cli.ledger_verify import key_given
from jst.cli.output import (
    in_warsaw,
    print_json,
    print_line,
    print_pairs,
    read_file,
    write_new,
)
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid, InputMissing
from jst.office import own_vkey
from jst.settings import load_settings
from ledger.entry import decode_entry
from vocabulary.clock import parse_iso_utc


def do_proof(entry_id: str, out: Path | None, *, as_json: bool) -> int:
    """Give the receipt against the log's current checkpoint."""
    with reading() as may:
        line = may.one(entry_id)
        if line.outcome_index is None:
            raise InputInvalid(
                "only a question with an outcome has a receipt",
                polish="potwierdzenie ma tylko zapytanie, które ma już wynik",
            )
        vkey = own_vkey(load_settings().places)
        receipt = made_receipt(may.reader, line.index, line.outcome_index, [vkey])
    text = receipt.to_json() + "\n"
    if out is None:
        print_line(text.rstrip("\n"))  # it is JSON with and without --json
        return Exit.YES
    write_new(out, text)
    if as_json:
        print_json({"id": receipt.intent_id, "file": str(out)})
    else:
        print_line(say(f"Potwierdzenie: {out}", f"Receipt: {out}"))
    return Exit.YES


def do_check(file: Path, vkey: str, *, as_json: bool) -> int:
    """Check a receipt by a public key that comes from elsewhere."""
    key = key_given(vkey)
    try:
        data = read_file(file)
    except InputInvalid as unread:  # what nobody read is neither genuine nor forged
        raise InputMissing(str(unread), polish=unread.polish) from None
    receipt = parse_receipt(data)
    checkpoint = verify_receipt(receipt, [key])
    intent, outcome = decode_entry(receipt.intent), decode_entry(receipt.outcome)
    case = intent.get("case", {}).get("number")
    person = intent.get("actor", {}).get("name")
    if as_json:
        print_json(
            {
                "valid": True,
                "id": intent["id"],
                "at": intent["at"],
                "person": person,
                "case": case,
                "purpose": intent.get("purpose"),
                "result": outcome.get("result"),
                "origin": checkpoint.origin,
                "size": checkpoint.size,
                "root": b64encode(checkpoint.root).decode(),
            }
        )
        return Exit.YES
    print_line(say("Potwierdzenie jest prawdziwe.", "The receipt is genuine."))
    print_pairs(
        {
            say("Zapytanie", "Question"): str(intent["id"]),
            say("Czas", "Time"): in_warsaw(parse_iso_utc(intent["at"])),
            say("Osoba", "Person"): str(person),
            say("Sprawa", "Case"): str(case),
            say("Cel", "Purpose"): str(intent.get("purpose")),
            say("Wynik", "Result"): result_word(str(outcome.get("result"))),
            say("Dziennik", "Log"): f"{checkpoint.origin}, {entries(checkpoint.size)}",
        }
    )
    return Exit.YES
