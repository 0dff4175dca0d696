"""Floor 4: what happens when. Deterministic and thin: waits, decides with planning's rules, orders activities."""
