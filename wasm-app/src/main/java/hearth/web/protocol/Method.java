package hearth.web.protocol;

/** What the page can ask of the engine worker: the {@code method} of a message. */
public final class Method {
    public static final String START = "start";
    public static final String LOAD = "load";
    public static final String CHAT = "chat";
    public static final String COMPLETE = "complete";
    public static final String TOKENIZE = "tokenize";
    public static final String DETOKENIZE = "detokenize";
    public static final String RENDER = "render";
    public static final String LOGITS = "logits";
    public static final String UNLOAD = "unload";
    public static final String STORE_LIST = "store.list";
    public static final String STORE_REMOVE = "store.remove";
    public static final String STORE_CLEAR = "store.clear";
    public static final String STORE_USAGE = "store.usage";
    public static final String STORE_EXPORT = "store.export";
    public static final String PLAN = "plan";
    /** To a question of the engine, see {@link Event#QUESTION}. */
    public static final String ANSWER = "answer";
    public static final String MEMORY = "memory";
    public static final String ABORT = "abort";
    public static final String CLOSE = "close";

    private Method() {
    }
}
