// SPDX-License-Identifier: Apache-2.0
// The few style expressions our own styles are written in, worked out for one feature: that is how a legend gets its colours
// from the style itself. Anything unknown gives `undefined`, which matches nothing.

export interface Subject { geometry: 'Point' | 'LineString' | 'Polygon'; properties: Record<string, unknown> }

type Args = readonly unknown[];
type Operator = (args: Args, subject: Subject) => unknown;

const at = (args: Args, i: number, subject: Subject): unknown => evaluate(args[i], subject);

function compare(args: Args, subject: Subject, fits: (a: number, b: number) => boolean): boolean {
  const a = at(args, 0, subject);
  const b = at(args, 1, subject);
  return typeof a === 'number' && typeof b === 'number' && fits(a, b);
}

function match(args: Args, subject: Subject): unknown {
  const value = at(args, 0, subject);
  for (let i = 1; i + 1 < args.length; i += 2) {
    const label = args[i];
    if (Array.isArray(label) ? label.includes(value) : label === value) return at(args, i + 1, subject);
  }
  return at(args, args.length - 1, subject);
}

function choose(args: Args, subject: Subject): unknown {
  for (let i = 0; i + 1 < args.length; i += 2) {
    if (at(args, i, subject) === true) return at(args, i + 1, subject);
  }
  return at(args, args.length - 1, subject);
}

function step(args: Args, subject: Subject): unknown {
  const value = at(args, 0, subject);
  if (typeof value !== 'number') return undefined;
  let result = at(args, 1, subject);
  for (let i = 2; i + 1 < args.length && value >= Number(args[i]); i += 2) result = at(args, i + 1, subject);
  return result;
}

const operators = new Map<string, Operator>(Object.entries({
  literal: (args) => args[0],
  get: (args, subject) => subject.properties[String(args[0])] ?? null,
  has: (args, subject) => subject.properties[String(args[0])] !== undefined,
  'geometry-type': (_, subject) => subject.geometry,
  '!': (args, subject) => at(args, 0, subject) === false,
  '==': (args, subject) => at(args, 0, subject) === at(args, 1, subject),
  '!=': (args, subject) => at(args, 0, subject) !== at(args, 1, subject),
  '<': (args, subject) => compare(args, subject, (a, b) => a < b),
  '<=': (args, subject) => compare(args, subject, (a, b) => a <= b),
  '>': (args, subject) => compare(args, subject, (a, b) => a > b),
  '>=': (args, subject) => compare(args, subject, (a, b) => a >= b),
  all: (args, subject) => args.every((_, i) => at(args, i, subject) === true),
  any: (args, subject) => args.some((_, i) => at(args, i, subject) === true),
  match,
  case: choose,
  step,
  coalesce: (args, subject) => args.map((_, i) => at(args, i, subject)).find((value) => value !== null && value !== undefined) ?? null,
} satisfies Record<string, Operator>));

export function evaluate(expression: unknown, subject: Subject): unknown {
  if (!Array.isArray(expression)) return expression;
  const [name, ...args] = expression as [unknown, ...unknown[]];
  const operator = typeof name === 'string' ? operators.get(name) : undefined;
  return operator?.(args, subject);
}
