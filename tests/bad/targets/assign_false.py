False = x
