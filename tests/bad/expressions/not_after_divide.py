x = a / not b
