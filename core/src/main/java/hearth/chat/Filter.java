package hearth.chat;

/** What a filter does to its input. */
interface Filter {
    Object apply(Run run, Object input, Arguments arguments);
}
