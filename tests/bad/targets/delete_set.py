del {1}
