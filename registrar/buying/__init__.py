"""What is looked at before money moves, and how an order is found again."""
