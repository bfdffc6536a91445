spam eggs
