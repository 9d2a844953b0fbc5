// The public module: import { Hearth, HearthError } from './hearth.js'.
// What compiled code cannot do itself stands here: where this file lies, and a class that extends Error.
import { main, open } from './page/api.js';
import catalogue from './models/catalogue.js';

/** What every rejection is: code (for programs), message (what, where), hint (what to do next), cause. */
export class HearthError extends Error {
  constructor(code, message, hint, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
Object.defineProperty(HearthError.prototype, 'name', { value: 'HearthError', configurable: true, writable: true });

function freeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

main([]);
export const Hearth = open({
  version: '@version@',
  base: new URL('.', import.meta.url).href,
  models: freeze(catalogue.map(({ url, sha256, ...card }) => ({ ...card, files: [{ url, bytes: card.bytes, sha256 }] }))),
  error: (code, message, hint, cause) => new HearthError(code, message, hint, cause),
});
