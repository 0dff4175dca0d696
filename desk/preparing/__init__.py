"""A year before it begins: a copy of its folder, its packs, its letters as they will be."""
