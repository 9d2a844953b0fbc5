// What the build puts into TeaVM's runtime where that would make functions from text: the same functions as closures.
// `rethrow...` are the runtime's own translations of exceptions.

function globalByName(name) {
  const path = name.split('.');
  if (!(path[0] in globalThis)) {
    throw new ReferenceError(`${name} is not defined`);
  }
  return path.reduce((object, key) => object[key], globalThis);
}

function setGlobalByName(name, value) {
  const path = name.split('.');
  const last = path.pop();
  path.reduce((object, key) => object[key], globalThis)[last] = value;
}

// Exactly `count` arguments, missing ones undefined; with `vararg` the last is an array of the rest.
function fitted(given, count, vararg) {
  if (vararg) {
    const rest = given.slice(count - 1);
    given.length = count - 1;
    given.push(rest);
  } else {
    given.length = count;
  }
  return given;
}

function javaFunction(fn, vararg, rethrowJavaAsJs) {
  const count = fn.length;
  return function(...given) {
    try {
      return fn(...fitted(given, count, vararg));
    } catch (e) {
      rethrowJavaAsJs(e);
    }
  };
}

function javaMethod(fn, vararg, rethrowJavaAsJs) {
  const count = fn.length - 1;
  return function(...given) {
    try {
      return fn(this, ...fitted(given, count, vararg));
    } catch (e) {
      rethrowJavaAsJs(e);
    }
  };
}

function namedConstructor(name, construct) {
  const named = function(marker, javaObject) {
    return construct.call(this, marker, javaObject);
  };
  return Object.defineProperty(named, 'name', { value: name });
}

// The imports for calls with `count` arguments.
function addCalls(jso, count, wrapCallFromJavaToJs, rethrowJsAsJava, getGlobalName) {
  jso['createFunction' + count] = (...text) => {
    const known = functionsByText.get(text.join('|'));
    if (known === undefined) {
      throw new Error(`The build did not provide the function (${text.slice(0, -1)}) { ${text.at(-1)} }`);
    }
    return known.bind(null, wrapCallFromJavaToJs);
  };
  jso['bindFunction' + count] = (fn, ...bound) => fn.bind(null, ...bound);
  jso['callFunction' + count] = (fn, ...given) => {
    try {
      return fn(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  };
  jso['callMethod' + count] = (instance, method, ...given) => {
    try {
      return instance !== null ? instance[method](...given) : getGlobalName(method)(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  };
  jso['construct' + count] = (constructor, ...given) => {
    try {
      return new constructor(...given);
    } catch (e) {
      rethrowJsAsJava(e);
    }
  };
  jso['arrayOf' + count] = (...elements) => elements;
}
