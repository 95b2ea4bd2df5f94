"""Everything about books: reading, searching and judging them. Knows nothing of Discord."""
