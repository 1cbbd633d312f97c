"""How two arrays move together, with honest nulls; knows arrays only, no file and no therapy."""
