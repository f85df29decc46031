"""From a plan's document to a draft of geodata: read, understood by rules, left for review."""
