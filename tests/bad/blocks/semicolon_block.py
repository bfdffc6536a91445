if a: ; pass
