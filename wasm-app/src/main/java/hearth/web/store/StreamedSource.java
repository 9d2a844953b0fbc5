package hearth.web.store;

import hearth.format.ModelFileException;
import hearth.web.hub.Download;
import hearth.web.hub.FilePart;
import hearth.web.hub.ModelReference;
import hearth.web.platform.EventLoop;
import hearth.web.platform.Timer;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * A file with an address: what is stored of it is read from the device, the rest from the network, and kept on the way.
 * One tab at a time downloads a file; another follows how far that is, and then finds it stored or goes on with it.
 */
final class StreamedSource implements FileSource {
    /** Milliseconds after which messages are heard. */
    private static final double BETWEEN_EVENTS = 20;

    private final ModelReference reference;
    private final FilePart part;
    private final Terms terms;
    private final KeptFile kept;
    private final double others;
    private Download download;
    /** Whether all of the file is here. */
    private boolean cached;
    /** The next byte to be handed on. */
    private long position;
    private WholeFileDigest digest;

    /**
     * @param index   which of the model's files, from 0 on
     * @param storage null where the browser stores nothing
     * @param notice  why, in words, or null
     * @param others  bytes that the model's further files need on the device
     */
    StreamedSource(ModelReference reference, int index, DeviceStorage storage, String notice, Terms terms, double others) {
        this.reference = reference;
        this.others = others;
        this.terms = terms;
        part = reference.parts().get(index);
        kept = new KeptFile(reference, index, storage, terms.keep(), notice);
    }

    /**
     * Finds out what is stored and, unless that is all, asks the server. Suspends.
     *
     * @param listener is told how far another tab is that downloads the file
     */
    void open(TransferListener listener) {
        try {
            kept.find();
            if (!kept.isWhole()) {
                requireSource();
                lockAndConnect(listener);
            }
            cached = kept.isWhole();
        } catch (RuntimeException failure) {
            close();
            throw StoreErrors.inWords("the record of '" + part.key() + "' could not be read", failure, terms.signal());
        }
    }

    @Override
    public String id() {
        return reference.id();
    }

    @Override
    public String name() {
        return reference.name();
    }

    @Override
    public long bytes() {
        return cached ? kept.bytes() : download.version().bytes();
    }

    @Override
    public void read(ChunkConsumer consumer, TransferListener listener) {
        boolean whole = false;
        DownloadNews news = cached ? null : DownloadNews.of(part.key());
        try {
            if (kept.notice() != null) {
                listener.notice(kept.notice());
            }
            digest = promisedDigest() != null && !kept.isVerified(promisedDigest()) ? new WholeFileDigest() : null;
            if (cached) {
                kept.loading();
                consumer.expects(bytes());
            } else {
                kept.write(download::stored);
            }
            TransferMeter meter = new TransferMeter(listener, news, bytes(), cached);
            readStored(consumer, meter);
            if (!cached) {
                readNetwork(consumer, meter, listener);
            }
            finish(listener);
            meter.report();
            whole = true;
        } catch (RuntimeException failure) {
            if (spoils(failure)) {
                kept.forget();
            }
            throw StoreErrors.inWords("'" + part.key() + "' could not be read or written", failure, terms.signal());
        } finally {
            if (!whole) {
                kept.save();
            }
            if (news != null) {
                news.close();
            }
            close();
        }
    }

    @Override
    public void close() {
        if (download != null) {
            download.close();
        }
        kept.close();
    }

    @Override
    public boolean isKept() {
        return kept.isWanted();
    }

    private void requireSource() {
        if (part.url() == null) {
            throw StoreErrors.notKept(reference.name());
        }
        if (terms.offline()) {
            throw StoreErrors.notStored(part.key());
        }
    }

    private void lockAndConnect(TransferListener listener) {
        if (kept.isWanted()) {
            kept.lock(terms.signal(), listener);
            kept.find();
            if (kept.isWhole()) {
                kept.unlock();
                return;
            }
        }
        download = new Download(part, terms.signal());
        long stored = kept.resumable();
        boolean same = download.start(stored, stored == 0 ? null : kept.version());
        if (stored == 0 || !same) {
            kept.startAnew(download.version());
        }
        kept.prepare(terms.consent(), others);
    }

    private void readStored(ChunkConsumer consumer, TransferMeter meter) {
        StoredReader stored = kept.reader(terms.offline(), terms.signal());
        if (stored == null) {
            return;
        }
        double heard = Timer.now();
        for (Uint8Array bytes = stored.next(); bytes != null; bytes = stored.next()) {
            // Reading need not wait for anything: then nobody could stop it.
            if (Timer.now() - heard > BETWEEN_EVENTS) {
                EventLoop.pass();
                heard = Timer.now();
            }
            requireWanted();
            kept.passed(bytes);
            hand(bytes, consumer);
            if (cached) {
                meter.moved(bytes.getLength());
            } else {
                meter.passed(bytes.getLength());
            }
            // What is to be digested or written must come in order.
            StoredParts parts = cached && digest == null && consumer.takesParts() ? stored.parts(taken(meter)) : null;
            if (parts != null) {
                consumer.acceptParts(parts);
                requireWanted();
                position = bytes();
                return;
            }
        }
    }

    private static StoredParts.Taken taken(TransferMeter meter) {
        long[] told = {0};
        return bytes -> {
            meter.moved((int) (bytes - told[0]));
            told[0] = bytes;
        };
    }

    private void requireWanted() {
        if (terms.signal().isAborted()) {
            throw StoreErrors.aborted();
        }
    }

    private void readNetwork(ChunkConsumer consumer, TransferMeter meter, TransferListener listener) {
        for (Uint8Array bytes = download.next(); bytes != null; bytes = download.next()) {
            hand(bytes, consumer);
            if (kept.isWriting()) {
                kept.arrived(bytes, listener);
            }
            if (!kept.isWriting()) {
                download.stored(position);
            }
            meter.moved(bytes.getLength());
        }
    }

    private void hand(Uint8Array bytes, ChunkConsumer consumer) {
        if (digest != null) {
            digest.update(bytes);
        }
        consumer.accept(bytes, position);
        position += bytes.getLength();
    }

    /** The digest that the file must have: as it was asked for, or by the server's word; null where that is not known. */
    private String promisedDigest() {
        return part.sha256() != null || download == null ? part.sha256() : download.version().sha256();
    }

    /** Everything has arrived: checks it and marks it complete. */
    private void finish(TransferListener listener) {
        String found = digest == null ? null : digest.hex();
        if (found != null && !found.equals(promisedDigest())) {
            throw StoreErrors.wrongDigest(part.key(), promisedDigest(), found);
        }
        kept.complete(position, found, listener);
    }

    /** Whether a failure means that the bytes themselves are bad. */
    private static boolean spoils(RuntimeException failure) {
        if (failure instanceof ModelFileException bad) {
            return !bad.isUnsupported();
        }
        return failure instanceof HearthException error
                && (error.code().equals(ErrorCode.INTEGRITY) || error.code().equals(ErrorCode.BAD_MODEL));
    }
}
