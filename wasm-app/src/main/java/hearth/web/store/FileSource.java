package hearth.web.store;

import hearth.web.hub.ModelReference;

/** One file of a model. */
interface FileSource extends ModelSource {
    /** Whether the file is kept on the device, or will be. */
    boolean isKept();

    /**
     * Prepares to read a file, the user's own or one with an address. Suspends.
     *
     * @param index    which of the model's files, from 0 on
     * @param storage  null where the browser stores nothing
     * @param notice   why, in words, or null
     * @param others   bytes that the model's further files need on the device
     * @param listener is told how far another tab is that downloads the file
     */
    static FileSource open(ModelReference reference, int index, DeviceStorage storage, String notice, Terms terms, double others,
            TransferListener listener) {
        if (reference.isOwn()) {
            BlobSource own = new BlobSource(reference, index, storage, notice, terms, others);
            own.open(listener);
            return own;
        }
        StreamedSource streamed = new StreamedSource(reference, index, storage, notice, terms, others);
        streamed.open(listener);
        return streamed;
    }
}
