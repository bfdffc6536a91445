// Programs of one size and of twice that, to see whether the time is linear in the size.

/** What a program is made of: a head, a piece for each index, a tail. */
const SHAPES = [
  { name: 'function of 20,000 lines', count: 20_000, head: 'def f(a, b):\n', piece: (i) => `    x${i % 50} = a + b * ${i}\n`, tail: '' },
  { name: 'function of 5,000 ifs', count: 5_000, head: 'def f(a):\n', piece: (i) => `    if a > ${i}:\n        a = f(a - 1)\n`, tail: '    return a\n' },
  { name: 'list of 10,000 literals', count: 10_000, head: 'x = [', piece: (i) => `${i + 1000}, `, tail: ']\n' },
  { name: 'list of 10,000 names', count: 10_000, head: 'x = [', piece: (i) => `a${i}, `, tail: ']\n' },
  { name: 'dict of 10,000 strings', count: 10_000, head: 'x = {', piece: (i) => `'key ${i}': 'value ${i}',\n`, tail: '}\n' },
  { name: '3,000 elifs', count: 3_000, head: 'if a == 0:\n    b()\n', piece: (i) => `elif a == ${i}:\n    b(${i})\n`, tail: 'else:\n    c()\n' },
  { name: '2,000 functions', count: 2_000, head: '', piece: (i) => `def f${i}(a, b=1, *c):\n    return [a for a in b if c]\n`, tail: '' },
  { name: 'class of 2,000 methods', count: 2_000, head: 'class C:\n', piece: (i) => `    def f${i}(self):\n        self.a${i} = ${i}\n`, tail: '' },
  { name: '2,000 nested tries and loops', count: 2_000, head: 'def f(a):\n', piece: (i) => `    for i in a:\n        try:\n            g(${i})\n        except E as e:\n            continue\n        finally:\n            h(i)\n`, tail: '' },
  { name: '5,000 f-strings', count: 5_000, head: '', piece: (i) => `print(f"a {b} c {d!r:>{e}} ${i}")\n`, tail: '' },
  { name: 'match of 2,000 cases', count: 2_000, head: 'match a:\n', piece: (i) => `    case [${i}, {'k': C(x=b)}, *_] if d:\n        e\n`, tail: '' },
  { name: '10,000 comments and blank lines', count: 10_000, head: '', piece: (i) => `# comment ${i}\n\n`, tail: 'x\n' },
  { name: 'error after 10,000 statements', count: 10_000, head: '', piece: (i) => `a${i} = b\n`, tail: 'a b\n' },
];

/** @returns {{ name: string, source: string }[]} */
export function scalingPrograms() {
  return SHAPES.flatMap(({ name, count, head, piece, tail }) =>
    [count, 2 * count].map((length) => ({ name, source: head + Array.from({ length }, (_, i) => piece(i)).join('') + tail })),
  );
}
