"""What is believed of one partner: from its own answers where it agreed, else from its channel's."""
