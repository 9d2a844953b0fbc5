import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lays the site out: copies what is written by hand and what was compiled into one folder, fills in the version, turns the
 * catalogue into a module, and gives the service worker the list of files that it keeps. The same sources give the same bytes.
 *
 * <p>Run as a source file: {@code java AssembleSite.java VERSION SITE FOLDER...}, where later folders win.
 */
final class AssembleSite {
    private static final String CATALOGUE = "models/catalogue.json";
    private static final String CATALOGUE_MODULE = "models/catalogue.js";
    private static final String SERVICE_WORKER = "hearth-sw.js";
    /** Files that carry {@code @version@}. */
    private static final List<String> VERSIONED = List.of("hearth.js", "package.json");
    /** The widget is one script: its style sheet goes into it as a text. */
    private static final String WIDGET = "hearth-widget.js";
    private static final String WIDGET_STYLE = "widget/widget.css";
    /** What pages never ask for, or what is kept elsewhere: models lie in the model store. */
    private static final List<String> NOT_KEPT = List.of(".gguf", ".d.ts", "package.json", ".md", "LICENSE", "NOTICE", SERVICE_WORKER);

    private final String version;
    private final Path site;
    private final Map<String, Path> sources = new TreeMap<>();

    private AssembleSite(String version, Path site) {
        this.version = version;
        this.site = site;
    }

    public static void main(String[] arguments) throws IOException {
        AssembleSite assembly = new AssembleSite(arguments[0], Path.of(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            assembly.collect(Path.of(arguments[i]));
        }
        assembly.write();
    }

    /** Notes the files of a folder, or a single file; what does not exist (yet) is left out. */
    private void collect(Path from) throws IOException {
        if (Files.isRegularFile(from)) {
            sources.put(from.getFileName().toString(), from);
        } else if (Files.isDirectory(from)) {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sources.put(from.relativize(file).toString().replace('\\', '/'), file);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private void write() throws IOException {
        Path style = sources.remove(WIDGET_STYLE);
        removeStale();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            Path target = site.resolve(source.getKey());
            Files.createDirectories(target.getParent());
            if (VERSIONED.contains(source.getKey())) {
                Files.writeString(target, Files.readString(source.getValue()).replace("@version@", version));
            } else if (source.getKey().equals(WIDGET)) {
                Files.writeString(target, Files.readString(source.getValue())
                        .replace("'@" + WIDGET_STYLE + "@'", literal(Files.readString(style))));
            } else {
                Files.copy(source.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(site.resolve(CATALOGUE_MODULE), "export default " + Files.readString(site.resolve(CATALOGUE)).strip() + ";\n");
        writeServiceWorker();
    }

    /** A text as a JavaScript template literal. */
    private static String literal(String text) {
        return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${") + "`";
    }

    private void removeStale() throws IOException {
        if (!Files.isDirectory(site)) {
            return;
        }
        List<Path> stale;
        try (var files = Files.walk(site)) {
            stale = files.filter(Files::isRegularFile)
                    .filter(file -> !sources.containsKey(site.relativize(file).toString().replace('\\', '/'))).toList();
        }
        for (Path file : stale) {
            Files.delete(file);
        }
    }

    private void writeServiceWorker() throws IOException {
        List<String> kept = new ArrayList<>(sources.keySet());
        kept.add(CATALOGUE_MODULE);
        kept.removeIf(file -> NOT_KEPT.stream().anyMatch(file::endsWith));
        kept.sort(null);
        String template = Files.readString(sources.get(SERVICE_WORKER));
        MessageDigest digest = sha256();
        digest.update(template.getBytes(StandardCharsets.UTF_8));
        for (String file : kept) {
            digest.update(file.getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(site.resolve(file)));
        }
        String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        String list = kept.stream().map(file -> "'" + file + "'").collect(Collectors.joining(",\n  ", "[\n  ", ",\n]"));
        Files.writeString(site.resolve(SERVICE_WORKER), template.replace("'@hash@'", "'" + hash + "'").replace("['@files@']", list));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
