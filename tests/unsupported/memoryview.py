# names: memoryview
memoryview(b"a")
