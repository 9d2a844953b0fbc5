package hearth.model;

import hearth.format.Gguf;
import hearth.format.GgufReader;
import hearth.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Model files with random weights, made by {@code make-gguf.mjs}, and what llama.cpp computes for four of them. */
public final class TestModels {
    /** The types of the files that there are reference answers for. */
    public static final List<String> REFERENCE_TYPES = List.of("f16", "q8_0", "q4_0", "q4_k");

    private static final Path FOLDER = Path.of("target/models");

    private TestModels() {
    }

    /** The file that the reference answers of {@code type} were computed with; its hash is checked. */
    public static byte[] reference(String type) {
        byte[] file = make("tiny", type, "--seed", "11");
        String expected = (String) answers(type).get("sha256");
        try {
            String actual = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            if (!actual.equals(expected)) {
                throw new AssertionError("tiny " + type + " differs from the file of the reference: " + actual);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    /** llama.cpp's answers for the file of {@code type}. */
    public static Map<String, Object> answers(String type) {
        return json("tiny-qwen35-" + type + ".json");
    }

    /** The answers in double precision for the file of {@code type}, with llama.cpp's distance from them. */
    public static Map<String, Object> exact(String type) {
        return json("tiny-qwen35-" + type + "-exact.json");
    }

    /** The last logits in double precision for the file of {@code type}. */
    public static float[] exactLogits(String type, String name) {
        Map<String, Object> cases = object(exact(type).get("cases"));
        return floats(object(cases.get(name)).get("logits"));
    }

    /** The tokens of a case. */
    public static int[] input(String name) {
        List<?> list = (List<?>) json("tiny-qwen35-inputs.json").get(name);
        int[] tokens = new int[list.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = ((Number) list.get(i)).intValue();
        }
        return tokens;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    public static float[] floats(Object value) {
        List<?> list = (List<?>) value;
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) list.get(i)).floatValue();
        }
        return floats;
    }

    /** A file of this shape and type; {@code more} are further arguments of the generator. */
    public static byte[] make(String shape, String type, String... more) {
        try {
            Files.createDirectories(FOLDER);
            Path file = FOLDER.resolve((shape + "-" + type + "-" + String.join("", more)).replaceAll("[^A-Za-z0-9_.=-]", "_") + ".gguf");
            if (!Files.exists(file)) {
                Path part = FOLDER.resolve(file.getFileName() + "." + ProcessHandle.current().pid());
                List<String> command = new ArrayList<>(List.of("node", "src/test/node/make-gguf.mjs", "--shape", shape, "--type", type,
                        "--out", part.toString()));
                command.addAll(List.of(more));
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError(output);
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static Gguf head(byte[] file) {
        GgufReader reader = new GgufReader(file.length);
        reader.append(file, 0, file.length);
        return reader.gguf();
    }

    private static Map<String, Object> json(String name) {
        try (InputStream in = TestModels.class.getResourceAsStream("/hearth/reference/" + name)) {
            return object(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
