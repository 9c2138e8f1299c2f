"""Where a channel is out of balance, by the books and by what people say: all 18 rules together."""
