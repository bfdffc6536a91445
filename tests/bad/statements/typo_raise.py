rais E
