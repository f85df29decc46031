"""A planner's own facts: kept in the park store with its history, beside the reviewed text."""
