"""What comes back: mails read from a mailbox or a folder, understood, and filed with what they cause."""
