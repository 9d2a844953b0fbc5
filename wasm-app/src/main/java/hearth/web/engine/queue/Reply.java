package hearth.web.engine.queue;

import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

/** Where the answers to one request go. Any number of chunks and progress reports, then one result or one failure. */
public interface Reply {
    /** A piece of a streamed answer, as plain JSON values (see {@code hearth.json.Json}). */
    void chunk(Object value);

    /** A token has brought no piece: earlier ones that are held back go out unless one has just done so. */
    void sendDue();

    /** Others work now: pieces that are held back, to go out with later ones, go out. */
    void flush();

    /** How far a model's loading is. */
    void progress(Object value);

    /**
     * Something that the engine has to know before it goes on. The page answers with the number.
     *
     * @param number of the question, see {@code hearth.web.engine.Questions}
     */
    void question(int number, Object value);

    /** The answer; the request is over. */
    void result(Object value);

    /** The answer as numbers; the request is over. */
    void result(float[] values);

    /** The answer is a file; the request is over. */
    void result(Blob file);

    /** The request is over without an answer. */
    void failed(HearthException failure);
}
