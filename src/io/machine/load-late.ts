import { createRequire, Module } from "node:module";

/**
 * Puts off loading a CommonJS module until something of it is used: what a package loads for a use that we never make costs
 * nothing then. A stand-in is put where Node looks first (Node.js manual, "require.cache"); it gives way to the module itself.
 * What is asked of it at every start has an answer among `answers`.
 */
export function loadLate(specifier: string, from: string, answers: Readonly<Record<string, unknown>> = {}): void {
  const require = createRequire(from);
  const path = require.resolve(specifier);
  if (require.cache[path] !== undefined) return;
  const lateModule = Object.assign(new Module(path), { filename: path, loaded: true });
  let real: object | null = null;
  const load = (): object => {
    if (real === null) delete require.cache[path];
    real ??= Object(require(path)) as object;
    return real;
  };
  lateModule.exports = new Proxy(() => {}, lateHandler(load, { ...answers, __esModule: true }));
  require.cache[path] = lateModule;
}

/** Packages compiled from TypeScript ask for `__esModule` as soon as they have a module: that alone is answered without it. */
function lateHandler(load: () => object, answers: Readonly<Record<string, unknown>>): ProxyHandler<() => void> {
  const call = (args: readonly unknown[]) => Reflect.apply(Object(load()), undefined, [...args]);
  return {
    get: (_, name) => (Object.hasOwn(answers, name) ? Reflect.get(answers, name) : Reflect.get(load(), name)),
    has: (_, name) => Reflect.has(load(), name),
    apply: (_, _this, args) => call(args),
    construct: (_, args) => Reflect.construct(Object(load()), args),
  };
}
