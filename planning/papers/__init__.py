"""Files that people bring: papers and packs, tables of contacts and meetings, folders as zip."""
