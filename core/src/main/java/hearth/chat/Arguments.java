package hearth.chat;

import java.util.List;
import java.util.Map;

/** The arguments of one call. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Fits the arguments to parameters; the first {@code required} ones must be given. */
    Bound bind(Run run, String callee, int required, String... parameters) {
        if (positional.size() > parameters.length) {
            throw run.fail(callee + " takes at most " + parameters.length + " arguments, " + positional.size() + " given");
        }
        Object[] values = new Object[parameters.length];
        boolean[] given = new boolean[parameters.length];
        for (int i = 0; i < positional.size(); i++) {
            values[i] = positional.get(i);
            given[i] = true;
        }
        int taken = 0;
        for (int i = 0; i < parameters.length; i++) {
            if (!named.containsKey(parameters[i])) {
                continue;
            }
            if (given[i]) {
                throw run.fail(callee + " got two values for argument '" + parameters[i] + "'");
            }
            values[i] = named.get(parameters[i]);
            given[i] = true;
            taken++;
        }
        if (taken < named.size()) {
            for (String name : named.keySet()) {
                if (!List.of(parameters).contains(name)) {
                    throw run.fail(callee + " has no argument '" + name + "'");
                }
            }
        }
        for (int i = 0; i < required; i++) {
            if (!given[i]) {
                throw run.fail(callee + " lacks the argument '" + parameters[i] + "'");
            }
        }
        return new Bound(run, callee, parameters, values, given);
    }

    /** Without the first {@code count} positional arguments. */
    Arguments from(int count) {
        return new Arguments(positional.subList(count, positional.size()), named);
    }

    /** Arguments in the order of the parameters that they were fitted to. */
    record Bound(Run run, String callee, String[] parameters, Object[] values, boolean[] given) {
        boolean has(int index) {
            return given[index];
        }

        Object value(int index) {
            return values[index];
        }

        Object value(int index, Object absent) {
            return given[index] ? values[index] : absent;
        }

        boolean flag(int index, boolean absent) {
            return given[index] ? Values.isTrue(values[index]) : absent;
        }

        /** A text; None stands for an absent one. */
        String text(int index, String absent) {
            Object value = value(index, absent);
            if (value == null) {
                return absent;
            }
            if (value instanceof String text) {
                return text;
            }
            throw wrong(index, "a string", value);
        }

        /** An integer; None stands for an absent one. */
        long integer(int index, long absent) {
            Object value = value(index, absent);
            if (value == null) {
                return absent;
            }
            if (Values.number(value) instanceof Long integer) {
                return integer;
            }
            throw wrong(index, "an integer", value);
        }

        private ChatTemplateException wrong(int index, String expected, Object value) {
            return run.fail(callee + ": the argument '" + parameters[index] + "' must be " + expected + ", not " + Values.type(value));
        }
    }
}
