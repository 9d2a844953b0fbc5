package hearth.format;

/** Recognises what is often handed over in place of a model file, by how it begins. */
final class ForeignFile {
    /** Bytes of a file's begin that are enough to tell. */
    static final int PREFIX = 64;

    private ForeignFile() {
    }

    /** The reason to refuse a file that does not begin with GGUF's magic number. */
    static ModelFileException refusal(String begin) {
        String text = begin.startsWith("\uFEFF") ? begin.substring(1).trim() : begin.trim();
        if (begins(text, "<!doctype") || begins(text, "<html") || begins(text, "<head") || begins(text, "<?xml")
                || begins(text, "<!--")) {
            return ModelFileException.damaged("This is no model file: it looks like a web page. The address may need a"
                + " login, or lead to a page about the file");
        }
        if (begins(text, "version https://git-lfs")) {
            return ModelFileException.damaged("This is no model file: it is a Git LFS pointer, which only names the file");
        }
        if (begins(text, "{") || begins(text, "[")) {
            return ModelFileException.damaged("This is no model file: it looks like JSON, perhaps a server's error message");
        }
        StringBuilder first = new StringBuilder();
        for (int i = 0; i < Math.min(4, begin.length()); i++) {
            char c = begin.charAt(i);
            first.append(c > 0x20 && c < 0x7f ? c : '.');
        }
        return ModelFileException.damaged("This is no GGUF file: it begins with \"" + first + "\" instead of \"GGUF\"");
    }

    private static boolean begins(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
