"""The words of every notice: one template a kind and language, laid out as text, as HTML and as a letter."""
