asert a
