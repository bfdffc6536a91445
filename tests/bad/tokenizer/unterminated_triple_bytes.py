x = b'''abc


