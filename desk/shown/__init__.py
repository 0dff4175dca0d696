"""What a person can see: plain SQL over the record, read only, no workflow woken."""
