package hearth.web.hub;

/**
 * What the head of a server's answer says of the bytes that follow it.
 *
 * @param kind    what it is
 * @param from    the first byte that comes
 * @param end     the byte after the last that comes, or -1 where it is not said
 * @param version the version that the server has
 */
record Answer(Kind kind, long from, long end, FileVersion version) {
    enum Kind {
        /** The part that was asked for, or its beginning. */
        PART,
        /** The whole file, from its first byte. */
        WHOLE,
        /** Nothing: the file ends before what was asked for. */
        BEYOND,
        /** A part, but not the one that was asked for, or in a form of which the bytes cannot be told: it is of no use. */
        OTHER_PART,
        /** A web page, as networks that want a sign-in send. */
        WEB_PAGE,
        /** No success. */
        REFUSED
    }

    /** The answer's headers. */
    interface Headers {
        /** The header's value, or null where it is absent or hidden from this page. */
        String header(String name);
    }

    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_SATISFIABLE = 416;

    static Answer read(int status, Headers headers, ByteWindow asked) {
        String etag = headers.header("ETag");
        String lastModified = headers.header("Last-Modified");
        if (status == NOT_SATISFIABLE) {
            ContentRange range = ContentRange.parse(headers.header("Content-Range"));
            return new Answer(Kind.BEYOND, 0, 0, new FileVersion(etag, lastModified, range == null ? -1 : range.whole()));
        }
        FileVersion unknownLength = new FileVersion(etag, lastModified, ContentRange.number(headers.header(FileVersion.LINKED_SIZE)),
                FileVersion.digest(headers.header(FileVersion.LINKED_ETAG)));
        if (status != OK && status != PARTIAL) {
            return new Answer(Kind.REFUSED, 0, 0, unknownLength);
        }
        String type = headers.header("Content-Type");
        if (type != null && type.startsWith("text/html")) {
            return new Answer(Kind.WEB_PAGE, 0, 0, unknownLength);
        }
        String encoding = headers.header("Content-Encoding");
        boolean plain = encoding == null || encoding.equals("identity");
        // The length counts compressed bytes where they are compressed.
        long length = plain ? ContentRange.number(headers.header("Content-Length")) : -1;
        if (status == OK) {
            return new Answer(Kind.WHOLE, 0, length, unknownLength.ofLength(length));
        }
        boolean several = type != null && type.startsWith("multipart/");
        if (!plain || several) {
            return new Answer(Kind.OTHER_PART, 0, 0, unknownLength);
        }
        return part(headers.header("Content-Range"), length, asked, unknownLength);
    }

    private static Answer part(String header, long length, ByteWindow asked, FileVersion version) {
        if (header == null) {
            // Hidden by the server's rules for other origins, as many hide it: only the length can be checked.
            boolean tooLong = !asked.open() && length > asked.end() - asked.from();
            return tooLong ? new Answer(Kind.OTHER_PART, 0, 0, version)
                    : new Answer(Kind.PART, asked.from(), length < 0 ? asked.end() : asked.from() + length, version);
        }
        ContentRange range = ContentRange.parse(header);
        if (range == null || range.from() != asked.from() || length >= 0 && length != range.end() - range.from()) {
            return new Answer(Kind.OTHER_PART, 0, 0, version);
        }
        return new Answer(Kind.PART, range.from(), range.end(), version.ofLength(range.whole()));
    }
}
