"""How well the vendor knows its Partner Experience: guesses beside what partners and customers say."""
