"""Pure nouns that everybody shares: identifiers, findings, law, errors, clock."""
