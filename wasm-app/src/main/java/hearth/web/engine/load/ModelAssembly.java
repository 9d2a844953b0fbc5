package hearth.web.engine.load;

import hearth.format.Gguf;
import hearth.format.GgufPart;
import hearth.format.GgufParts;
import hearth.format.GgufReader;
import hearth.format.Metadata;
import hearth.format.ModelFileException;
import hearth.program.StateType;
import hearth.text.Tokenizer;
import hearth.text.TokenizerBuilder;
import hearth.web.engine.model.ChatFormat;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.request.ContextOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a model of a file's bytes while they arrive. The head goes to the reader; as soon as it is whole, room is made;
 * all bytes after it go straight to the weights. The tokenizer is built in pieces beside that, while more bytes come.
 */
public final class ModelAssembly {
    private static final int HEAD_BUFFER = 1 << 16;
    /** Bytes of weights for each token or merge: read so, a vocabulary is ready well before a model's last bytes. */
    private static final int BYTES_PER_ENTRY = 1 << 8;

    private final LoadedModel.Origin origin;
    private final List<GgufPart> following;
    private final ContextOptions context;
    private final WeightTarget.Device device;
    /** Bytes of the first file, or -1. */
    private final long firstBytes;
    private final GgufReader reader;
    private byte[] headBuffer = new byte[HEAD_BUFFER];
    private Gguf gguf;
    private TokenizerBuilder tokens;
    private Tokenizer tokenizer;
    private ChatFormat chat;
    private WeightTarget target;
    private long taken;

    /**
     * @param origin    where it comes from, with the bytes of all its files
     * @param following the model's files after the first, whose bytes come after the first's; empty where it is one file
     * @param context   what is asked of the model's context
     */
    public ModelAssembly(LoadedModel.Origin origin, List<GgufPart> following, ContextOptions context, WeightTarget.Device device) {
        this.origin = origin;
        this.following = following;
        this.context = context;
        this.device = device;
        firstBytes = origin.bytes() - bytesOf(following);
        reader = new GgufReader(firstBytes);
    }

    /**
     * Takes the next bytes of the file.
     *
     * @throws ModelFileException where the file is damaged or nothing for this engine
     * @throws HearthException    {@code bad-request} where the context is longer than the model allows
     */
    public void accept(Piece piece) {
        int at = 0;
        while (at < piece.size() && target == null) {
            int count = Math.min(HEAD_BUFFER, piece.size() - at);
            piece.read(at, headBuffer, 0, count);
            at += reader.append(headBuffer, 0, count);
            if (reader.complete()) {
                prepare(whole(reader.gguf()));
            }
        }
        while (at < piece.size() && !target.complete()) {
            int count = Math.min(target.capacity(), piece.size() - at);
            piece.store(at, target.buffer(), count);
            target.accept(count);
            at += count;
            if (tokenizer == null && (tokens.read(count / BYTES_PER_ENTRY) || target.complete())) {
                finishTokenizer();
            }
        }
        taken += piece.size();
    }

    /**
     * The model, once the file's last byte has been taken.
     *
     * @param notices what users should know of the load, in sentences
     * @throws ModelFileException where the file is too short
     */
    public LoadedModel finish(List<String> notices) {
        if (target == null) {
            reader.checkSize(taken);
        }
        if (target == null || !target.complete()) {
            throw ModelFileException.damaged("The file ends at byte " + taken + ", before its last tensor is complete");
        }
        target.finish();
        LoadedModel.Origin whole = new LoadedModel.Origin(origin.id(), origin.name(), origin.card(), taken);
        return new LoadedModel(whole, gguf, tokenizer, chat, target.runner(), target.footprint(), notices(notices));
    }

    private List<String> notices(List<String> others) {
        List<String> all = new ArrayList<>(others);
        if (context.kvCache() == null && target.footprint().kvCache() == StateType.Q8) {
            all.add("The KV cache has 8 bits a value ('q8'): with 'f16', a context of " + target.runner().contextLength()
                    + " tokens does not fit into memory.");
        }
        return all;
    }

    /** Frees what was made so far. */
    public void discard() {
        if (target != null) {
            target.runner().close();
        }
    }

    /** What all files say together. */
    private Gguf whole(Gguf first) {
        if (following.isEmpty() && GgufPart.count(first.metadata()) == 1) {
            return first;
        }
        List<GgufPart> parts = new ArrayList<>();
        parts.add(new GgufPart(first, firstBytes));
        parts.addAll(following);
        try {
            return GgufParts.joined(parts);
        } catch (ModelFileException refusal) {
            // Each file may be in order: none of them is to be thrown away for not belonging to the others.
            throw new HearthException(ErrorCode.BAD_REQUEST, refusal.getMessage(),
                    "Give all files of one model, or the name of one of them: model-00001-of-00002.gguf.");
        }
    }

    private static long bytesOf(List<GgufPart> parts) {
        long bytes = 0;
        for (GgufPart part : parts) {
            bytes += part.bytes();
        }
        return bytes;
    }

    private void prepare(Gguf head) {
        headBuffer = null;
        gguf = head;
        checkContext(head.metadata());
        tokens = new TokenizerBuilder(head.metadata());
        target = device.prepare(head, context);
        if (target.runner().vocabulary() != tokens.size()) {
            throw ModelFileException.damaged("The tokenizer has " + tokens.size() + " tokens, but the output matrix has "
                    + target.runner().vocabulary() + " rows");
        }
    }

    /** Builds the tokenizer at once, if that has not been done: for when others bring the weights. The file's head must be there. */
    public void finishTokenizer() {
        if (tokenizer == null) {
            tokenizer = tokens.build();
            chat = ChatFormat.of(gguf.metadata(), tokenizer);
            tokens = null;
        }
    }

    /** The file has been taken up to {@code offset} without this, its weights by the target. */
    public void passed(long offset) {
        taken = offset;
    }

    private void checkContext(Metadata metadata) {
        long trained = metadata.integer(metadata.string("general.architecture") + ".context_length", Long.MAX_VALUE);
        if (context.length() > trained) {
            throw new HearthException(ErrorCode.BAD_REQUEST, "contextLength is " + context.length() + ", but the model was made for at most "
                    + trained + " tokens", "Ask for at most " + trained + ", or leave contextLength out.");
        }
    }
}
