package hearth.chat;

import java.util.List;

/** What stands left of {@code =}, or between {@code for} and {@code in}. */
interface Target {
    void assign(Scope scope, Object value);

    record Variable(String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    record Attribute(String namespace, String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace space)) {
                throw scope.run().fail("cannot assign the attribute '" + name + "' of '" + namespace + "', which is no namespace");
            }
            space.attributes().put(name, value);
        }
    }

    record Several(List<Target> targets) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            List<?> items = Values.items(scope.run(), value);
            if (items.size() != targets.size()) {
                throw scope.run().fail("cannot unpack " + items.size() + " values into " + targets.size() + " names");
            }
            for (int i = 0; i < items.size(); i++) {
                targets.get(i).assign(scope, items.get(i));
            }
        }
    }
}
