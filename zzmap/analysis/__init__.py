"""What counts say of a layout: measures of regional science, and rules that give their reasons."""
