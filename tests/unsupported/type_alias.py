# names: type
type A = int
