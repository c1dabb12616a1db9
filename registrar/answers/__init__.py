"""What answers of every kind hold: values, words, statuses, codes."""
