"""What carries a command out, a module for each group of them; `cli.catalogue` names them."""
