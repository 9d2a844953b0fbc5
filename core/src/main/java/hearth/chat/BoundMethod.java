package hearth.chat;

/** A method together with the value that it belongs to. */
record BoundMethod(String name, Code code) implements Invocable {
    @Override
    public Object invoke(Run run, Arguments arguments) {
        return code.run(run, arguments);
    }

    @Override
    public String description() {
        return "<method " + name + ">";
    }

    /** What the method does. */
    interface Code {
        Object run(Run run, Arguments arguments);
    }
}
